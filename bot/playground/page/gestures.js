// What goes to the server and comes back. Nothing here draws, and nothing here throws at a gesture.

const SILENT = "The workspace did not answer. What you typed is still here: try again.";

export async function workspace({ as, in: conversation }) {
  const asked = new URLSearchParams();
  if (as) asked.set("as", as);
  if (conversation) asked.set("in", conversation);
  return read(`/workspace?${asked}`);
}

export async function traffic(after) {
  return read(`/traffic?after=${after}`);
}

export async function gesture(name, body) {
  try {
    const response = await fetch(`/do/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (answer && typeof answer.ok === "boolean") return answer;
  } catch {
    // A dead server and an answer that is not JSON are the same to the person.
  }
  return { ok: false, error: SILENT };
}

async function read(address) {
  const response = await fetch(address);
  if (!response.ok) throw Object.assign(new Error(address), { refused: response.status < 500 });
  return response.json();
}
