from django.db.models import F
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import generic

from .models import Choice, Question


class IndexView(generic.ListView):
    queryset = Question.objects.prefetch_related('choice_set')
    template_name = 'polls/index.html'


class DetailView(generic.DetailView):
    model = Question
    template_name = 'polls/detail.html'


class ResultsView(generic.DetailView):
    model = Question
    template_name = 'polls/results.html'


def vote(request, question_id):
    question = get_object_or_404(Question, pk=question_id)
    try:
        selected = question.choice_set.get(pk=request.POST['choice'])
    except (KeyError, ValueError, Choice.DoesNotExist):
        return render(
            request,
            'polls/detail.html',
            {'question': question, 'error_message': "Vous n'avez pas fait de choix."},
        )
    # F() laisse la base compter : deux votes simultanés ne se perdent pas.
    selected.votes = F('votes') + 1
    selected.save()
    return HttpResponseRedirect(reverse('polls:results', args=(question.id,)))


def request_seen(request):
    """La requête telle qu'elle arrive à Django, pour vérifier un proxy placé devant. À ne pas garder en ligne."""
    headers = ['Host', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Port', 'X-Forwarded-Proto',
               'X-Real-IP', 'Forwarded', 'Upgrade', 'Connection', 'Sec-WebSocket-Key', 'Sec-WebSocket-Version']
    return JsonResponse({
        'scheme': request.scheme,
        'host': request.get_host(),
        'is_secure': request.is_secure(),
        'remote_addr': request.META.get('REMOTE_ADDR'),
        'headers': {name: request.headers.get(name) for name in headers},
    })
