from django.urls import path

from . import views

app_name = "intake"
urlpatterns = [
    path("intake/", views.StartPage.as_view(), name="start"),
    path("intake/crisis/", views.CrisisPage.as_view(), name="crisis"),
    path("intake/check/", views.CheckPage.as_view(), name="check"),
    path("intake/check-human/", views.CheckHumanPage.as_view(), name="check_human"),
    path("intake/from-check/", views.FromCheckPage.as_view(), name="from_check"),
    path("intake/done/", views.DonePage.as_view(), name="done"),
    path("intake/paper/", views.PaperPage.as_view(), name="paper"),
    path("intake/leave/", views.LeavePage.as_view(), name="leave"),
    path("intake/restart/", views.RestartPage.as_view(), name="restart"),
    path("report/", views.ReportPage.as_view(), name="report"),
    path("report/<str:key>/", views.ReportPage.as_view(), name="report_link"),
    path("status/", views.StatusPage.as_view(), name="status"),
    path("status/withdraw/", views.WithdrawPage.as_view(), name="status_withdraw"),
    path("status/rights/", views.RightsPage.as_view(), name="status_rights"),
    path("status/feedback/", views.FeedbackPage.as_view(), name="status_feedback"),
    path("status/call-time/", views.ChangeCallTimePage.as_view(), name="status_call_time"),
    path("status/contact/", views.CorrectContactPage.as_view(), name="status_contact"),
    path("intake/<slug:slug>/", views.NamedStepPage.as_view(), name="step"),
]
