// Удобства поверх форм, которые работают и без скриптов: защита от второго нажатия
// и предупреждение о несохранённом. Сервер на это не полагается.
"use strict";

const REPEAT_AFTER_MS = 10000; // ответ-файл не меняет страницу: кнопка должна ожить сама

function release(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[data-pressed]").forEach((button) => {
    button.disabled = false;
    delete button.dataset.pressed;
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  delete form.dataset.changed;
  const button = event.submitter;
  // после сбора данных формы: имя и значение нажатой кнопки должны уйти на сервер
  setTimeout(() => {
    if (!button) return;
    button.disabled = true;
    button.dataset.pressed = "yes";
  });
  setTimeout(() => release(form), REPEAT_AFTER_MS);
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-dirty]");
  if (form) form.dataset.changed = "yes";
});

window.addEventListener("beforeunload", (event) => {
  const changed = document.querySelector("form[data-changed], form[data-dirty='unsaved']");
  if (changed && !document.querySelector("form[data-sent]")) event.preventDefault();
});

// возврат кнопкой «Назад» показывает страницу из памяти — с погашенной кнопкой
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
