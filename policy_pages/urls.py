from django.urls import path

from .views import about, check, explainers, feedback, leaflets, search
from .views.display import set_display

app_name = "policy_pages"
urlpatterns = [
    path("situations/<slug:slug>/", explainers.situation, name="situation"),
    path("policies/<slug:slug>/leaflet/", leaflets.leaflet, name="leaflet"),
    path("policies/<slug:slug>/leaflet.pdf", leaflets.leaflet_pdf, name="leaflet_pdf"),
    path("policies/<slug:slug>/feedback/", feedback.feedback, name="feedback"),
    path("glossary/", explainers.glossary, name="glossary"),
    path("p/<slug:code>", explainers.short_link, name="short_link"),
    path("check/", check.start, name="check"),
    path("check/result/", check.ResultPage.as_view(), name="check_result"),
    path("check/<slug:code>/", check.QuestionPage.as_view(), name="check_question"),
    path("search/", search.results, name="search"),
    path("search/suggest", search.suggestions, name="search_suggest"),
    path("display/", set_display, name="display"),
    path("rooms/", about.rooms, name="rooms"),
    path("privacy/", about.privacy, name="privacy"),
    path("privacy-children/", about.privacy_for_children, name="privacy_children"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
