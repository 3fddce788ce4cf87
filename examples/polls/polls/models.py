from django.contrib import admin
from django.db import models


class Question(models.Model):
    question_text = models.CharField('énoncé', max_length=200)
    pub_date = models.DateTimeField('date de publication')
    attachment = models.FileField('pièce jointe', upload_to='pieces-jointes/', blank=True)

    class Meta:
        verbose_name = 'question'
        ordering = ['-pub_date']

    def __str__(self):
        return self.question_text

    @property
    @admin.display(description='votes')
    def total_votes(self):
        return sum(choice.votes for choice in self.choice_set.all())

    def results(self):
        """Les choix avec leur part des votes, du plus au moins choisi."""
        total = self.total_votes
        choices = sorted(self.choice_set.all(), key=lambda choice: (-choice.votes, choice.pk))
        for choice in choices:
            choice.percent = round(100 * choice.votes / total) if total else 0
        return choices


class Choice(models.Model):
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    choice_text = models.CharField('choix', max_length=200)
    votes = models.IntegerField('votes', default=0)

    class Meta:
        verbose_name = 'choix'
        verbose_name_plural = 'choix'

    def __str__(self):
        return self.choice_text
