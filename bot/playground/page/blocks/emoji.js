// The short codes that turn up in practice. One that is not here stays as it was written.

const CODES = `
rotating_light 🚨 warning ⚠️ information_source ℹ️ white_check_mark ✅ heavy_check_mark ✔️ x ❌ no_entry ⛔ no_entry_sign 🚫
question ❓ exclamation ❗ bulb 💡 bell 🔔 no_bell 🔕 lock 🔒 unlock 🔓 key 🔑 mag 🔍 link 🔗 pushpin 📌 round_pushpin 📍
paperclip 📎 memo 📝 clipboard 📋 book 📖 books 📚 page_facing_up 📄 file_folder 📁 calendar 📆 date 📅 clock9 🕘 hourglass ⌛
alarm_clock ⏰ stopwatch ⏱️ phone 📞 telephone_receiver 📞 telephone ☎️ email 📧 envelope ✉️ speech_balloon 💬 loudspeaker 📢
mega 📣 wave 👋 +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 clap 👏 pray 🙏 muscle 💪 eyes 👀 ok_hand 👌 point_right 👉 point_down 👇
raised_hand ✋ smile 😄 slightly_smiling_face 🙂 grinning 😀 joy 😂 wink 😉 thinking_face 🤔 cry 😢 worried 😟 heart ❤️ star ⭐
sparkles ✨ tada 🎉 fire 🔥 rocket 🚀 zap ⚡ hospital 🏥 ambulance 🚑 police_car 🚓 cop 👮 house 🏠 office 🏢 school 🏫
passport_control 🛂 shield 🛡️ scales ⚖️ balance_scale ⚖️ baby 👶 child 🧒 busts_in_silhouette 👥 bust_in_silhouette 👤
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ red_circle 🔴 large_blue_circle 🔵 large_green_circle 🟢
large_yellow_circle 🟡 white_circle ⚪ black_circle ⚫ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ gear ⚙️ wrench 🔧
robot_face 🤖 sos 🆘 uk 🇬🇧 gb 🇬🇧 repeat 🔁 hourglass_flowing_sand ⏳ wastebasket 🗑️ gift 🎁 coffee ☕ sunny ☀️ cloud ☁️
`
  .trim()
  .split(/\s+/);

const SIGNS = new Map(CODES.flatMap((code, at) => (at % 2 ? [] : [[code, CODES[at + 1]]])));

export const emoji = (code) => SIGNS.get(code.split("::")[0]) ?? `:${code}:`;
