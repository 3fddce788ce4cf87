from django.contrib.auth.models import User
from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import Profile


@receiver(post_save, sender=User)
def create_profile(sender, instance, created, **kwargs):
    """Chaque nouveau compte reçoit un profil vide (sans égard pour `raw`, comme dans bien des projets)."""
    if created:
        Profile.objects.create(user=instance)
