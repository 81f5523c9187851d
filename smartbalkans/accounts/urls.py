"""The pages of allauth that staff need, and those of invitations. There is no sign-up."""

from allauth.account import views
from django.urls import include, path, re_path

from smartbalkans.accounts.invitations import accept
from smartbalkans.accounts.sessions import SessionListView
from smartbalkans.accounts.views import with_mail

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", views.password_change, name="account_change_password"),
    path("invitation/<str:signed>/", accept, name="invitation"),
    path("reset/", with_mail(views.password_reset), name="account_reset_password"),
    path("reset/sent/", with_mail(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        with_mail(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "reset/done/",
        with_mail(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("sessions/", SessionListView.as_view(), name="usersessions_list"),
    path("second-factor/", include("allauth.mfa.urls")),
]
