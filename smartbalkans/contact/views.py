"""The pages for writing to the programme, and the one about privacy."""

from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from organisations.models import Country
from smartbalkans.contact.forms import TRAP, ReportForm
from smartbalkans.contact.models import Contact, Report
from smartbalkans.contact.notices import notify_of_report
from smartbalkans.contact.pages import page_at
from smartbalkans.contact.querysets import LIMIT_PERIOD
from smartbalkans.contact.senders import lock_sender, origin_of, own_origin, sender_of
from smartbalkans.contact.stamps import make_stamp

MOST_REPORTS = 5  # of a sender within LIMIT_PERIOD


class ContactView(TemplateView):
    template_name = "smartbalkans/contact.html"
    section = "contact"
    title = gettext_lazy("Contact")

    def get_context_data(self, **kwargs):
        contacts = list(Contact.objects.for_public())
        return super().get_context_data(
            for_all=[contact for contact in contacts if not contact.countries.all()],
            countries=contacts_by_country(contacts) if contacts else [],
            **kwargs,
        )


def contacts_by_country(contacts: list[Contact]) -> list[tuple[Country, list[Contact]]]:
    """Return the programme's countries that have contacts, each with them."""
    groups = [
        (country, [contact for contact in contacts if country in contact.countries.all()])
        for country in Country.objects.in_programme()
    ]
    return [(country, found) for country, found in groups if found]


class PrivacyView(TemplateView):
    template_name = "smartbalkans/privacy.html"
    section = "privacy"
    title = gettext_lazy("Privacy")


# Without a cookie there is no CSRF token: the origin and a time stamp are checked (docs/decisions/0023).
@method_decorator(csrf_exempt, name="dispatch")
class ReportView(TemplateView):
    """The form for reporting a mistake on the page in `about`."""

    template_name = "smartbalkans/report.html"
    section = "report"

    def get(self, request, *args, **kwargs):
        return self.form_page(ReportForm(), page_at(request.GET.get("about", "")))

    def post(self, request, *args, **kwargs):
        origin = origin_of(request)
        if origin not in ("", own_origin(request)):
            refusal = _("The report came from another website. Please fill in this form instead.")
            return self.form_page(ReportForm(), page_at(""), refusal, 403)
        form = request.visitor_form = ReportForm(request.POST)
        page = page_at(request.POST.get("about", ""))
        if not origin:
            refusal = _(
                "Your browser did not send the address of the page with this form. Allow it to send the "
                "“Referer” header to this website, or use another browser."
            )
            return self.form_page(form, page, refusal, 403)
        if not form.is_valid():
            return self.form_page(form, page)
        if not save_within_limit(form.instance, page, sender_of(request)):
            refusal = _("You have sent %(most)d reports within an hour. Please send this one later.") % {
                "most": MOST_REPORTS
            }
            return self.form_page(form, page, refusal, 429)
        return redirect(reverse("report-thanks", query={"about": page.address}))

    def form_page(self, form, page, refusal="", status=200):
        """Return the page with the form: with what was entered, and a new time stamp."""
        context = self.get_context_data(form=form, page=page, refusal=refusal, stamp=make_stamp(), trap=TRAP)
        response = self.render_to_response(context, status=status)
        if self.request.method == "POST":
            add_never_cache_headers(response)
        if status == 429:
            response["Retry-After"] = int(LIMIT_PERIOD.total_seconds())
        return response


@transaction.atomic
def save_within_limit(report: Report, page, sender: str) -> bool:
    """Save a report about a page, and return whether its sender may send one now."""
    lock_sender(sender)
    Report.objects.delete_personal_data()
    if Report.objects.sent_by(sender).count() >= MOST_REPORTS:
        return False
    report.address, report.page_name, report.entry = page.address, page.label, page.entry
    report.sender = sender
    report.save()
    notify_of_report(report)
    return True


class ThanksView(TemplateView):
    template_name = "smartbalkans/report_thanks.html"
    section = "report"

    def get_context_data(self, **kwargs):
        return super().get_context_data(page=page_at(self.request.GET.get("about", "")), **kwargs)
