from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from journal import refused, sample
from polls.sample import write_questions


class Command(BaseCommand):
    help = "Crée les tables et les données de démonstration, toujours les mêmes, dans une base encore vide."

    def add_arguments(self, parser):
        parser.add_argument('--password', default='demo-sondages', help="celui du compte admin (%(default)s)")
        parser.add_argument('--refused', action='store_true', help="ajoute des lignes que seul sqlite accepte")

    def handle(self, *, password, **options):
        if options['refused'] and connection.vendor != 'sqlite':
            raise CommandError("--refused n'a de sens que sur sqlite.")
        # Dans l'ordre où le projet a grandi : les types de contenu n'ont pas les clés d'un migrate fait d'un coup.
        for label in ['auth', 'admin', 'sessions', 'polls', 'journal']:
            call_command('migrate', label, verbosity=0)
        if User.objects.exists():
            raise CommandError("La base contient déjà des comptes ; rien n'a été changé.")
        with transaction.atomic():
            sample.write_accounts(password)
            write_questions()
            for write in [sample.write_entries, sample.write_chapters, sample.write_places, sample.write_comments,
                          sample.write_documents, sample.write_measures]:
                write()
        if options['refused']:
            with connection.constraint_checks_disabled():
                refused.write_refused()
        self.stdout.write(f"Données écrites. Compte : admin, mot de passe : {password}")
