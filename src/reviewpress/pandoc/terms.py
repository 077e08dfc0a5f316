"""Words that the engine adds to a text, in the languages it knows.

The names are those of Quarto's `language:` setting, which may replace each word; the words are
those that Quarto 1.9 writes, so that both engines call a figure by the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

LANGUAGES = ("en", "de", "fr", "es", "nl", "pt", "it")
_WORDS: Mapping[str, tuple[str, ...]] = {
    "toc-title-document": (
        "Table of contents",
        "Inhaltsverzeichnis",
        "Table des matières",
        "Tabla de contenidos",
        "Inhoudsopgave",
        "Índice",
        "Indice",
    ),
    "toc-title-website": (
        "On this page",
        "Auf dieser Seite",
        "Sur cette page",
        "En esta página",
        "Op deze pagina",
        "Nesta página",
        "In questa pagina",
    ),
    "section-title-abstract": (
        "Abstract",
        "Zusammenfassung",
        "Résumé",
        "Resumen",
        "Samenvatting",
        "Resumo",
        "Sommario",
    ),
    "section-title-appendices": (
        "Appendices",
        "Anhang",
        "Annexes",
        "Apéndices",
        "Bijlagen",
        "Apêndices",
        "Appendici",
    ),
    "section-title-footnotes": (
        "Footnotes",
        "Fußnoten",
        "Notes de bas de page",
        "Notas",
        "Voetnoten",
        "Notas de rodapé",
        "Note",
    ),
    "section-title-references": (
        "References",
        "Literatur",
        "Les références",
        "Referencias",
        "Referenties",
        "Referências",
        "Referenze",
    ),
    "title-block-author-single": (
        "Author",
        "Autor:in",
        "Auteur·rice",
        "Autor/a",
        "Auteur",
        "Autor",
        "Autore/Autrice",
    ),
    "title-block-author-plural": (
        "Authors",
        "Autor:innen",
        "Auteur·rice·s",
        "Autores/as",
        "Auteurs",
        "Autores",
        "Autori",
    ),
    "title-block-published": (
        "Published",
        "Veröffentlichungsdatum",
        "Date de publication",
        "Fecha de publicación",
        "Publicatiedatum",
        "Data de Publicação",
        "Data di Pubblicazione",
    ),
    "callout-tip-title": ("Tip", "Tipp", "Astuce", "Tip", "Tip", "Dica", "Consiglio"),
    "callout-note-title": ("Note", "Hinweis", "Note", "Nota", "Opmerking", "Nota", "Nota"),
    "callout-warning-title": (
        "Warning",
        "Warnung",
        "Avertissement",
        "Advertencia",
        "Waarschuwing",
        "Aviso",
        "Avviso",
    ),
    "callout-important-title": (
        "Important",
        "Wichtig",
        "Important",
        "Importante",
        "Belangrijk",
        "Importante",
        "Importante",
    ),
    "callout-caution-title": (
        "Caution",
        "Vorsicht",
        "Mise en garde",
        "Precaución",
        "Opgelet",
        "Cuidado",
        "Attenzione",
    ),
    "code-summary": ("Code", "Code", "Code", "Código", "Code", "Código", "Codice"),
    "code-line": ("Line", "Zeile", "Ligne", "Línea", "Regel", "Linha", "Linea"),
    "code-lines": ("Lines", "Zeilen", "Lignes", "Líneas", "Regels", "Linhas", "Linee"),
    "crossref-fig-title": ("Figure", "Abbildung", "Figure", "Figura", "Figuur", "Figura", "Figura"),
    "crossref-tbl-title": ("Table", "Tabelle", "Table", "Tabla", "Tabel", "Tabela", "Tabella"),
    "crossref-lst-title": (
        "Listing",
        "Listing",
        "Listing",
        "Listado",
        "Listing",
        "Listagem",
        "Lista",
    ),
    "crossref-thm-title": (
        "Theorem",
        "Theorem",
        "Théorème",
        "Teorema",
        "Stelling",
        "Teorema",
        "Teorema",
    ),
    "crossref-lem-title": ("Lemma", "Lemma", "Lemme", "Lema", "Lemma", "Lema", "Lemma"),
    "crossref-cor-title": (
        "Corollary",
        "Korollar",
        "Corollaire",
        "Corolario",
        "Conclusie",
        "Corolário",
        "Corollario",
    ),
    "crossref-prp-title": (
        "Proposition",
        "Aussage",
        "Proposition",
        "Proposición",
        "Voorstel",
        "Proposição",
        "Proposizione",
    ),
    "crossref-cnj-title": (
        "Conjecture",
        "Annahme",
        "Conjecture",
        "Conjetura",
        "Aanname",
        "Conjetura",
        "Congettura",
    ),
    "crossref-def-title": (
        "Definition",
        "Definition",
        "Définition",
        "Definición",
        "Definitie",
        "Definição",
        "Definizione",
    ),
    "crossref-exm-title": (
        "Example",
        "Beispiel",
        "Exemple",
        "Ejemplo",
        "Voorbeeld",
        "Exemplo",
        "Esempio",
    ),
    "crossref-exr-title": (
        "Exercise",
        "Übungsaufgabe",
        "Exercice",
        "Ejercicio",
        "Oefening",
        "Exercício",
        "Esercizio",
    ),
    "crossref-ch-prefix": (
        "Chapter",
        "Kapitel",
        "Chapitre",
        "Capítulo",
        "Hoofdstuk",
        "Capítulo",
        "Capitolo",
    ),
    "crossref-apx-prefix": (
        "Appendix",
        "Anhang",
        "Annexe",
        "Apéndice",
        "Bijlage",
        "Apêndice",
        "Appendice",
    ),
    "crossref-sec-prefix": (
        "Section",
        "Kapitel",
        "Section",
        "Sección",
        "Paragraaf",
        "Seção",
        "Sezione",
    ),
    "crossref-eq-prefix": (
        "Equation",
        "Gleichung",
        "Équation",
        "Ecuación",
        "Vergelijking",
        "Equação",
        "Equazione",
    ),
    "environment-proof-title": (
        "Proof",
        "Beweis",
        "Preuve",
        "Demostración",
        "Bewijs",
        "Comprovação",
        "Dimostrazione",
    ),
    "environment-remark-title": (
        "Remark",
        "Anmerkung",
        "Remarque",
        "Observación",
        "Opmerking",
        "Comentário",
        "Osservazione",
    ),
    "environment-solution-title": (
        "Solution",
        "Lösung",
        "Solution",
        "Solución",
        "Oplossing",
        "Solução",
        "Soluzione",
    ),
}


def of(lang: str, own: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the words of a language by their name, those of `own` before all others.

    Args:
        lang: BCP 47 tag; a language that we do not know gets English words.
        own: What the project says under `language:`; words of one language may stand under its
            tag.
    """
    given = {key: str(word) for key, word in own.items() if isinstance(word, str)}
    for tag in (lang.partition("-")[0], lang):
        nested = own.get(tag)
        if isinstance(nested, Mapping):
            given |= {str(key): str(word) for key, word in nested.items()}
    return {**_of(lang.partition("-")[0].lower()), **given}


@cache
def _of(language: str) -> Mapping[str, str]:
    index = LANGUAGES.index(language) if language in LANGUAGES else 0
    return {name: words[index] for name, words in _WORDS.items()}
