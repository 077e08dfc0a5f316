"""Words that the engine adds to a text, in the languages it knows.

The names are those of Quarto's `language:` setting, which may replace each word; the words are
those that Quarto 1.9 writes, so that both engines call a figure by the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any


def _row(written: str) -> tuple[str, ...]:
    return tuple(written.split("|"))


LANGUAGES = (
    *("en", "de", "fr", "es", "nl", "pt", "it"),
    *("zh", "ja", "ko", "ru", "pl", "sv", "cs"),
)
# By name, a word in each language.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "toc-title-document": _row(
        "Table of contents|Inhaltsverzeichnis|Table des matières|Tabla de contenidos|"
        "Inhoudsopgave|Índice|Indice|"
        "目录|目次|목차|Содержание|Spis treści|Innehållsförteckning|Obsah"
    ),
    "toc-title-website": _row(
        "On this page|Auf dieser Seite|Sur cette page|En esta página|"
        "Op deze pagina|Nesta página|In questa pagina|"
        "该页面内容|目次|목차|Содержание|Na tej stronie|På denna sida|Na této stránce"
    ),
    "section-title-abstract": _row(
        "Abstract|Zusammenfassung|Résumé|Resumen|Samenvatting|Resumo|Sommario|"
        "摘要|概要|초록|Аннотация|Abstrakt|Sammanfattning|Abstrakt"
    ),
    "section-title-appendices": _row(
        "Appendices|Anhang|Annexes|Apéndices|Bijlagen|Apêndices|Appendici|"
        "附录|付録|부록|Приложения|Załączniki|Bilagor|Přílohy"
    ),
    "section-title-footnotes": _row(
        "Footnotes|Fußnoten|Notes de bas de page|Notas|Voetnoten|Notas de rodapé|Note|"
        "脚注|脚注|각주|Сноски|Przypisy|Fotnot|Poznámky pod čarou"
    ),
    "section-title-references": _row(
        "References|Literatur|Les références|Referencias|Referenties|Referências|Referenze|"
        "参考文献|参考文献|참고문헌|использованная литература|Bibliografia|Referenser|Reference"
    ),
    "title-block-author-single": _row(
        "Author|Autor:in|Auteur·rice|Autor/a|Auteur|Autor|Autore/Autrice|"
        "作者|作者|저자|Автор|Autor|Författare|Autor"
    ),
    "title-block-author-plural": _row(
        "Authors|Autor:innen|Auteur·rice·s|Autores/as|Auteurs|Autores|Autori|"
        "作者|作者|저자|Авторы|Autorzy|Författare|Autoři"
    ),
    "title-block-published": _row(
        "Published|Veröffentlichungsdatum|Date de publication|Fecha de publicación|"
        "Publicatiedatum|Data de Publicação|Data di Pubblicazione|"
        "发布于|公開|공개|Дата публикации|Opublikowano|Utgiven|Publikováno"
    ),
    "callout-tip-title": _row(
        "Tip|Tipp|Astuce|Tip|Tip|Dica|Consiglio|提示|ヒント|힌트|Совет|Wskazówka|Tips|Tip"
    ),
    "callout-note-title": _row(
        "Note|Hinweis|Note|Nota|Opmerking|Nota|Nota|"
        "注记|ノート|노트|Уведомление|Adnotacja|Notera|Poznámka"
    ),
    "callout-warning-title": _row(
        "Warning|Warnung|Avertissement|Advertencia|Waarschuwing|Aviso|Avviso|"
        "警告|警告|경고|Предупреждение|Ostrzeżenie|Varning|Varování"
    ),
    "callout-important-title": _row(
        "Important|Wichtig|Important|Importante|Belangrijk|Importante|Importante|"
        "重要|重要|중요|Важное уведомление|Ważne|Viktigt|Důležité"
    ),
    "callout-caution-title": _row(
        "Caution|Vorsicht|Mise en garde|Precaución|Opgelet|Cuidado|Attenzione|"
        "注意|注意|주의|Осторожность|Zagrożenie|Caution|Upozornění"
    ),
    "code-summary": _row(
        "Code|Code|Code|Código|Code|Código|Codice|代码|コード|코드|Код|Kod|Kod|Kód"
    ),
    "code-line": _row(
        "Line|Zeile|Ligne|Línea|Regel|Linha|Linea|行|ライン|선|Линия|Linia|Rad|Řádek"
    ),
    "code-lines": _row(
        "Lines|Zeilen|Lignes|Líneas|Regels|Linhas|Linee|行|ライン|윤곽|Линии|Linie|Rader|Řádky"
    ),
    "crossref-fig-title": _row(
        "Figure|Abbildung|Figure|Figura|Figuur|Figura|Figura|"
        "图|図|그림|Рисунок|Rysunek|Figur|Obrázek"
    ),
    "crossref-tbl-title": _row(
        "Table|Tabelle|Table|Tabla|Tabel|Tabela|Tabella|表|表|표|Таблица|Tabela|Tabell|Tabulka"
    ),
    "crossref-lst-title": _row(
        "Listing|Listing|Listing|Listado|Listing|Listagem|Lista|"
        "列表|コード|목록|Список|Wykaz|Lista|Výpis"
    ),
    "crossref-thm-title": _row(
        "Theorem|Theorem|Théorème|Teorema|Stelling|Teorema|Teorema|"
        "定理|定理|정리|Теорема|Twierdzenie|Teorem|Teorém"
    ),
    "crossref-lem-title": _row(
        "Lemma|Lemma|Lemme|Lema|Lemma|Lema|Lemma|引理|補題|보조정리|Лемма|Lemat|Lemma|Lemma"
    ),
    "crossref-cor-title": _row(
        "Corollary|Korollar|Corollaire|Corolario|Conclusie|Corolário|Corollario|"
        "推论|系|따름정리|Следствие|Wniosek|Följdsats|Důsledek"
    ),
    "crossref-prp-title": _row(
        "Proposition|Aussage|Proposition|Proposición|Voorstel|Proposição|Proposizione|"
        "命题|命題|명제|Утверждение|Proposition|Påstående|Tvrzení"
    ),
    "crossref-cnj-title": _row(
        "Conjecture|Annahme|Conjecture|Conjetura|Aanname|Conjetura|Congettura|"
        "猜想|予想|추측|Гипотеза|Przypuszczenie|Förmodan|Konjektura"
    ),
    "crossref-def-title": _row(
        "Definition|Definition|Définition|Definición|Definitie|Definição|Definizione|"
        "定义|定義|정의|Определение|Definicja|Definition|Definice"
    ),
    "crossref-exm-title": _row(
        "Example|Beispiel|Exemple|Ejemplo|Voorbeeld|Exemplo|Esempio|"
        "例|例|보기|Пример|Przykład|Exempel|Příklad"
    ),
    "crossref-exr-title": _row(
        "Exercise|Übungsaufgabe|Exercice|Ejercicio|Oefening|Exercício|Esercizio|"
        "习题|練習|예제|Упражнение|Ćwiczenie|Uppgift|Cvičení"
    ),
    "crossref-ch-prefix": _row(
        "Chapter|Kapitel|Chapitre|Capítulo|Hoofdstuk|Capítulo|Capitolo|"
        "章节|チャプター|장|Глава|Rozdział|Kapitel|Kapitola"
    ),
    "crossref-apx-prefix": _row(
        "Appendix|Anhang|Annexe|Apéndice|Bijlage|Apêndice|Appendice|"
        "附录|付録|부록|Приложение|Załącznik|Bilaga|Příloha"
    ),
    "crossref-sec-prefix": _row(
        "Section|Kapitel|Section|Sección|Paragraaf|Seção|Sezione|"
        "小节|セクション|섹션|Глава|Sekcja|Avsnitt|Sekce"
    ),
    "crossref-eq-prefix": _row(
        "Equation|Gleichung|Équation|Ecuación|Vergelijking|Equação|Equazione|"
        "式|式|방정식|Уравнение|Równanie|Ekvation|Rovnice"
    ),
    "environment-proof-title": _row(
        "Proof|Beweis|Preuve|Demostración|Bewijs|Comprovação|Dimostrazione|"
        "证明|証明|증명|Доказательство|Dowód|Bevis|Důkaz"
    ),
    "environment-remark-title": _row(
        "Remark|Anmerkung|Remarque|Observación|Opmerking|Comentário|Osservazione|"
        "注记|注釈|주석|Примечание|Komentarz|Anmärkning|Poznámka"
    ),
    "environment-solution-title": _row(
        "Solution|Lösung|Solution|Solución|Oplossing|Solução|Soluzione|"
        "解|解答|해답|Решение|Rozwiązanie|Lösning|Řešení"
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
