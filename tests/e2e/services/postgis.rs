//! A spatial database: Django makes a table with a point in it, and measures.

use super::databases::holds_the_rows;
use super::postgres::CLIENT;
use super::probe::{BOTH, Door, Probe, Shown};
use super::trial::Trial;

pub(super) const PROBE: Probe = Probe {
    service: "postgis",
    flags: &[],
    company: &[],
    shown: Shown::Used {
        environments: BOTH,
        used,
    },
    doors: &[Door::back("db", &[5432])],
};

const MEASURE: &str = "
from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.db import connection

class Place(models.Model):
    name = models.TextField()
    point = models.PointField(geography=True)
    class Meta:
        app_label = 'notes'

with connection.schema_editor() as editor:
    editor.create_model(Place)
Place.objects.create(name='Lyon', point=Point(4.8357, 45.7640))
Place.objects.create(name='Nantes', point=Point(-1.5536, 47.2184))
paris = Point(2.3522, 48.8566, srid=4326)
nearest = Place.objects.annotate(away=Distance('point', paris)).order_by('away').first()
print(nearest.name, round(nearest.away.km))
with connection.schema_editor() as editor:
    editor.delete_model(Place)
";

fn used(trial: &Trial<'_>) {
    holds_the_rows(trial, CLIENT);
    let printed = trial.python(MEASURE);
    assert_eq!(printed.lines().last(), Some("Nantes 343"), "{printed}");
}
