"""Receivers that would add or change rows if a load were to fire them."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from . import models


@receiver(post_save, sender=models.Person)
def make_profile(instance, created, **kwargs):
    if created:
        models.Profile.objects.create(person=instance, bio="made by a signal")


@receiver(pre_save)
@receiver(post_delete)
def leave_a_trace(sender, **kwargs):
    if sender is models.Event:
        models.Tag.objects.get_or_create(name="signal")


@receiver(m2m_changed)
def count_changes(action, **kwargs):
    if action == "post_add":
        models.Tag.objects.get_or_create(name="m2m")
