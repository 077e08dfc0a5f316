-- Words of the class `loud` in capitals; what is meant for another format goes.
function Span(span)
  if span.classes:includes("loud") then
    return pandoc.walk_inline(span, { Str = function(s) return pandoc.Str(s.text:upper()) end })
  end
end

function Div(div)
  if div.classes:includes("only-paper") and quarto.doc.is_format("html") then
    return {}
  end
end
