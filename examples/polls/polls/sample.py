"""Les questions de démonstration, écrites par `manage.py seed`."""

from datetime import datetime, timezone

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from .models import Choice, Question

PROGRAMME = """\
Programme de la fête d'été
==========================
14 h 00   accueil des élèves et des familles
15 h 30   goûter : crêpes, thé glacé, jus de pêche
17 h 00   concert à l'ombre du noyer
"""

PLAN = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 120" font-family="sans-serif" font-size="11">
  <rect width="200" height="120" fill="#eef4ea"/>
  <path d="M0 70h200M120 0v120" stroke="#c9b88f" stroke-width="10"/>
  <rect x="20" y="20" width="60" height="36" fill="#f2b544"/><text x="26" y="42">Médiathèque</text>
  <circle cx="155" cy="35" r="18" fill="#1f8a5b"/><text x="134" y="66">Le noyer</text>
</svg>
"""

# Le second nom de fichier porte des accents : son adresse est encodée, le fichier ne l'est pas.
ATTACHMENTS = {
    'pieces-jointes/plan.svg': PLAN,
    'pieces-jointes/programme-été.txt': PROGRAMME,
}

# (clé, énoncé, date à la microseconde près, pièce jointe, [(clé, choix, votes)…]) ; les clés ont des trous.
QUESTIONS = [
    (3, 'Quel jour pour la fête de la médiathèque ?', (2025, 3, 21, 8, 15, 30, 123456), 'pieces-jointes/plan.svg',
     [(10, 'Samedi', 12), (11, 'Dimanche', 7), (14, 'Un soir de semaine', 0)]),
    (7, 'Café, thé ou chocolat à la récréation ? ☕', (2025, 4, 2, 23, 59, 59, 999999), '',
     [(20, 'Café', 5), (21, 'Thé', 5), (22, 'Chocolat 🍫', 21)]),
    (12, 'Où planter le noyer : côté cour ou côté rue ?', (2025, 5, 1, 0, 0, 0, 1), '',
     [(31, 'Côté cour', 1), (33, 'Côté rue', 0)]),
    (40, 'Que mettre au programme de cet été ? 🎉', (2025, 6, 15, 16, 45, 0, 500000), 'pieces-jointes/programme-été.txt',
     [(50, 'Un concert 🎺', 33), (51, 'Un atelier « cœur à l’ouvrage »', 8), (52, 'Une pièce de théâtre', 14)]),
    (41, 'Une question sans aucun choix', (1999, 12, 31, 23, 0, 0, 0), '', []),
    (57, 'L’énoncé le plus long que la base accepte : ' + 'é' * 153 + '. ☃', (2025, 6, 16, 6, 0, 0, 42), '',
     [(70, 'Trop long', -1), (75, 'Pas assez', 2147483600)]),
]


def write_questions():
    for name, text in ATTACHMENTS.items():
        default_storage.delete(name)  # sinon le nom gagnerait un suffixe au hasard
        default_storage.save(name, ContentFile(text.encode()))
    for key, text, moment, attachment, choices in QUESTIONS:
        published = datetime(*moment, tzinfo=timezone.utc)
        Question.objects.create(pk=key, question_text=text, pub_date=published, attachment=attachment)
        Choice.objects.bulk_create(
            Choice(pk=pk, question_id=key, choice_text=choice, votes=votes) for pk, choice, votes in choices
        )
