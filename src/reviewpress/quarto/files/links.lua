-- Make links between places of a review work in each document that Quarto renders.
--
-- Quarto resolves links to source files in the pages of a book only. In the PDF of a book, and in
-- a short document that is rendered by itself, a link such as /chapters/register.qmd#S001 would
-- lead nowhere. SITE_URL, the review's `site-url` or nil, is set on the first line of this file.

local IS_SOURCE = { qmd = true, md = true, ipynb = true }

-- Pages lie below the folder of the site; the short document has a folder of its own in it.
local UP = "../"

-- What this render holds: the files and the heading that opens each, and the ids of anything.
local files, opening, ids = {}, {}, {}

local function normalise(path)
  local kept = {}
  for part in path:gmatch("[^/]+") do
    if part == ".." then
      table.remove(kept)
    elseif part ~= "." then
      table.insert(kept, part)
    end
  end
  return table.concat(kept, "/")
end

-- Split a link into the path from the root and the fragment; nil for one that leaves the review
-- or stays on its page.
local function split(target, folder)
  if target == "" or target:match("^#") or target:match("^//") or target:match("^%a[%w+.-]*:") then
    return nil
  end
  local path, fragment = target:match("^([^#]*)#?(.*)$")
  if path:sub(1, 1) ~= "/" then
    path = folder .. "/" .. path
  end
  return normalise(path), fragment
end

local function page(path, fragment)
  local stem, extension = path:match("^(.*)%.(%a+)$")
  local name = IS_SOURCE[extension] and stem .. ".html" or path
  return fragment == "" and name or name .. "#" .. fragment
end

-- Return the id of this render that a link leads to, if there is one.
local function place(path, fragment)
  if fragment ~= "" then
    return (files[path] or ids[fragment]) and fragment
  end
  return opening[path]
end

local function typst_string(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

-- A link to a label that is missing, or there twice, would stop typst: ask for it first.
local function typst_link(id, body)
  local label = "label(" .. typst_string(id) .. ")"
  local opened = "#(body => context { let found = query(" .. label .. "); "
    .. "if found.len() > 0 { link(found.first().location(), body) } else { body } })["
  return { pandoc.RawInline("typst", opened), body, pandoc.RawInline("typst", "];") }
end

local function rewrite(link, folder)
  local path, fragment = split(link.target, folder)
  if not path then
    return nil
  end
  local id = place(path, fragment)
  if id and FORMAT == "typst" then
    return typst_link(id, pandoc.Span(link.content, link.attr))
  end
  if id then
    link.target = "#" .. id
  elseif FORMAT:match("^html") then
    link.target = UP .. page(path, fragment)
  elseif SITE_URL then
    link.target = SITE_URL .. "/" .. page(path, fragment)
  else
    return pandoc.Span(link.content, link.attr)
  end
  return link
end

local function rewrite_raw(raw, folder)
  if raw.format ~= "html" or not FORMAT:match("^html") then
    return nil
  end
  raw.text = raw.text:gsub('(<a%s[^>]-href=")([^"]*)"', function(before, target)
    local path, fragment = split(target, folder)
    if not path then
      return nil
    end
    local id = place(path, fragment)
    return before .. (id and "#" .. id or UP .. page(path, fragment)) .. '"'
  end)
  return raw
end

-- Quarto marks where a file begins in the one document that it makes of a book.
local function begun_file(block)
  local encoded = block.t == "RawBlock" and block.text:match("quarto%-file%-metadata: (%S+)")
  local known = encoded and quarto.json.decode(quarto.base64.decode(encoded))
  return known and known.bookItemFile
end

local function note_raw(raw)
  for id in raw.text:gmatch('%sid="([^"]+)"') do
    ids[id] = true
  end
end

local function note(element)
  if element.identifier and element.identifier ~= "" then
    ids[element.identifier] = true
  end
end

-- Call `visit` with each block and the file that it comes from.
local function each_block(doc, visit)
  local file = pandoc.path.make_relative(quarto.doc.input_file, quarto.project.directory or ".")
  for index, block in ipairs(doc.blocks) do
    file = begun_file(block) or file
    visit(index, block, file)
  end
end

local function rewrite_all(doc)
  if doc.meta.book and FORMAT:match("^html") then
    return nil
  end
  each_block(doc, function(_, block, file)
    files[file] = true
    if block.t == "Header" and not opening[file] then
      opening[file] = block.identifier
    end
  end)
  each_block(doc, function(index, block, file)
    local folder = pandoc.path.directory(file)
    doc.blocks[index] = pandoc.Blocks({ block }):walk({
      Link = function(link) return rewrite(link, folder) end,
      RawInline = function(raw) return rewrite_raw(raw, folder) end,
      RawBlock = function(raw) return rewrite_raw(raw, folder) end,
    })[1]
  end)
  return doc
end

return {
  {
    Header = note, Div = note, Span = note, Table = note, CodeBlock = note, FloatRefTarget = note,
    RawBlock = note_raw, RawInline = note_raw,
  },
  { Pandoc = rewrite_all },
}
