"use strict";
(() => {
  const audio = document.querySelector("#player audio");
  const now = document.querySelector("#now bdi");
  // An address is a file and, after `#t=`, a time in it. Whoever runs no script follows the very same links.
  const place = (link) => {
    const url = new URL(link.href);
    const seconds = parseFloat(url.hash.replace("#t=", "")) || 0;
    url.hash = "";
    return { file: url.href, seconds, name: link.textContent };
  };
  const tracks = [...document.querySelectorAll("[data-track]")].map((link) => ({
    ...place(link),
    name: link.closest(".track").querySelector("bdi").textContent,
    head: link.closest(".track").querySelector(".head"),
  }));
  const order = new Map(tracks.map((track, index) => [track.file, index]));
  const chapters = [...document.querySelectorAll("[data-chapter]")].map((link) => ({ ...place(link), link }));
  let current = null;

  const at = (file, seconds) => [order.get(file) ?? -1, seconds];
  const isBefore = (one, other) => one[0] < other[0] || (one[0] === other[0] && one[1] <= other[1]);

  const play = (file, seconds, fraction) => {
    const start = () => {
      audio.currentTime = fraction === undefined ? seconds : fraction * audio.duration;
      audio.play().catch(() => {}); // a browser that wants a gesture first shows its own button
    };
    if (audio.src !== file) audio.src = file;
    if (audio.readyState >= 1) {
      start();
    } else {
      audio.addEventListener("loadedmetadata", start, { once: true });
      audio.load();
    }
  };

  const show = () => {
    const here = at(audio.src, audio.currentTime + 0.05);
    const track = tracks[here[0]];
    const chapter = chapters.filter((one) => isBefore(at(one.file, one.seconds), here)).pop();
    if (track?.head && audio.duration) {
      const width = track.head.ownerSVGElement.viewBox.baseVal.width;
      track.head.setAttribute("width", (audio.currentTime / audio.duration) * width);
    }
    const words = [chapter?.name, track?.name].filter(Boolean).join(" · ");
    if (words && words !== now.textContent) now.textContent = words;
    if (chapter === current) return;
    current?.link.removeAttribute("aria-current");
    chapter?.link.setAttribute("aria-current", "true");
    current = chapter;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-chapter], [data-track], [data-wave]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const { file, seconds } = place(link);
    const box = link.getBoundingClientRect();
    // A key press on a waveform has no place in it: it plays from the beginning.
    const isPlaced = link.matches("[data-wave]") && event.detail > 0;
    play(file, seconds, isPlaced ? (event.clientX - box.left) / box.width : undefined);
  });
  audio.addEventListener("timeupdate", show);
  audio.addEventListener("seeked", show);
  audio.addEventListener("emptied", () => tracks.forEach((track) => track.head?.setAttribute("width", 0)));
  audio.addEventListener("ended", () => {
    const next = tracks[(order.get(audio.src) ?? tracks.length) + 1];
    if (next) play(next.file, 0);
  });
})();
