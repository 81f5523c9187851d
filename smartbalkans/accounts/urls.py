"""The pages of allauth that staff need. There is no sign-up and no e-mail."""

from allauth.account import views
from django.urls import include, path

from smartbalkans.accounts.sessions import SessionListView

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", views.password_change, name="account_change_password"),
    path("sessions/", SessionListView.as_view(), name="usersessions_list"),
    path("second-factor/", include("allauth.mfa.urls")),
]
