/* Passkeys: asks the server what to ask, asks the device, and sends the device's answer with the form.
   A form with data-passkey stays hidden where the browser knows no passkeys. */
(() => {
  "use strict";
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const withBytes = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

  const ask = async (form) => {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(form.dataset.passkeyQuestion, { method: "POST", headers: { "X-CSRFToken": token } });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.problem);
    return said.publicKey;
  };
  const create = async (asked) => {
    const made = await navigator.credentials.create({ publicKey: {
      ...asked,
      challenge: toBytes(asked.challenge),
      user: { ...asked.user, id: toBytes(asked.user.id) },
      excludeCredentials: withBytes(asked.excludeCredentials),
    } });
    return { id: made.id, rawId: toText(made.rawId), type: made.type, clientExtensionResults: {}, response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      attestationObject: toText(made.response.attestationObject),
    } };
  };
  const get = async (asked) => {
    const given = await navigator.credentials.get({ publicKey: {
      ...asked,
      challenge: toBytes(asked.challenge),
      allowCredentials: withBytes(asked.allowCredentials),
    } });
    return { id: given.id, rawId: toText(given.rawId), type: given.type, clientExtensionResults: {}, response: {
      clientDataJSON: toText(given.response.clientDataJSON),
      authenticatorData: toText(given.response.authenticatorData),
      signature: toText(given.response.signature),
      userHandle: given.response.userHandle ? toText(given.response.userHandle) : null,
    } };
  };

  const say = (form, problem) => {
    const place = form.querySelector("[data-passkey-said]");
    place.textContent = place.getAttribute(`data-text-${problem}`) || place.getAttribute("data-text-refused");
  };
  const onSubmit = async (event) => {
    const form = event.target.closest("form[data-passkey]");
    if (!form) return;
    const field = form.querySelector(`[name=${form.dataset.passkeyField || "answer"}]`);
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      const asked = await ask(form);
      field.value = JSON.stringify(await (form.dataset.passkey === "create" ? create(asked) : get(asked)));
    } catch (problem) {
      say(form, problem.message);
      return;
    }
    form.submit();
  };

  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("form[data-passkey]").forEach((form) => { form.hidden = false; });
  document.querySelectorAll("[data-passkey-absent]").forEach((text) => { text.hidden = true; });
  document.addEventListener("submit", onSubmit, true);
})();
