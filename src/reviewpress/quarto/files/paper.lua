-- Carry the look of the review into the PDF that Quarto makes: pandoc leaves classes out of Typst.
--
-- PRELUDE, set before this text, is Typst that defines what each class looks like, `rp-blocks` and
-- `rp-marks`.

local BLOCKS = {
  "answer", "key-points", "implication-card", "proposition-card", "position-review",
  "position-sceptic", "sceptic", "card-strength", "trace", "notes", "small",
}
local MARKS = { "chip", "confidence", "position-review", "position-sceptic", "card-id" }

if FORMAT ~= "typst" then
  return {}
end

local function first_of(names, classes)
  for _, name in ipairs(names) do
    if classes:includes(name) then
      return name
    end
  end
  return nil
end

local function box(div)
  local name = first_of(BLOCKS, div.classes)
  if not name then
    return nil
  end
  local opened = '#(rp-blocks.at("' .. name .. '"))['
  return { pandoc.RawBlock("typst", opened), div, pandoc.RawBlock("typst", "]") }
end

local function mark(inline)
  local name = first_of(MARKS, inline.classes)
  if not name then
    return nil
  end
  local opened = '#(rp-marks.at("' .. name .. '"))['
  return { pandoc.RawInline("typst", opened), inline, pandoc.RawInline("typst", "];") }
end

local function add_prelude(doc)
  quarto.doc.include_text("in-header", PRELUDE)
  return nil
end

return { { Div = box, Span = mark, Link = mark }, { Pandoc = add_prelude } }
