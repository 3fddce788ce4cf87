from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from .models import Question


class PollsTests(TestCase):
    def setUp(self):
        self.question = Question.objects.create(question_text='Thé ou café ? ☕', pub_date=timezone.now())
        self.tea = self.question.choice_set.create(choice_text='Thé', votes=2)
        self.coffee = self.question.choice_set.create(choice_text='Café', votes=6)

    def test_the_list_shows_every_question_with_its_votes(self):
        response = self.client.get(reverse('polls:index'))
        self.assertContains(response, 'Thé ou café ? ☕')
        self.assertContains(response, '8 votes')
        self.assertContains(response, '75 %')

    def test_a_vote_counts_once_and_an_empty_form_does_not(self):
        url = reverse('polls:vote', args=[self.question.pk])
        answered = self.client.post(url, {'choice': self.tea.pk})
        self.assertRedirects(answered, reverse('polls:results', args=[self.question.pk]))
        empty = self.client.post(url)
        self.assertContains(empty, 'pas fait de choix')
        self.tea.refresh_from_db()
        self.coffee.refresh_from_db()
        self.assertEqual((self.tea.votes, self.coffee.votes), (3, 6))
