// Staff get a link to the form of a public page. It is asked for only where a cookie shows that staff have logged
// in with this browser, so visitors send no request; and the page itself is the same for everybody.

{
  const address = document.body.dataset.editLink;
  const place = document.querySelector("main .wrap");

  const show = async () => {
    const answer = await fetch(address + "?" + new URLSearchParams({ path: location.pathname }));
    const form = answer.ok ? await answer.json() : {};
    if (form.address) {
      const line = document.createElement("p");
      const link = document.createElement("a");
      line.className = "edit-link";
      link.className = "button button--quiet";
      link.href = form.address;
      link.textContent = form.label;
      line.append(link);
      place.prepend(line);
    }
  };

  if (place && document.cookie.split("; ").includes("staff=1")) {
    show().catch(() => {}); // offline: the page is complete without the link
  }
}
