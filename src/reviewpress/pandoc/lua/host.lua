-- Runs the Lua of a project: its filters one after the other, or handlers of shortcodes.
--
-- The environment says what to run: REVIEWPRESS_FORMAT, and REVIEWPRESS_FILTERS or
-- REVIEWPRESS_SHORTCODES, absolute paths one a line. What a page cannot be given is told on
-- standard error, a line each that begins with `reviewpress:`.

local format = os.getenv("REVIEWPRESS_FORMAT")
local asked = os.getenv("REVIEWPRESS_ASKED") or format
local script = ""

FORMAT = format

local function folder(path)
  return pandoc.path.directory(path)
end

local function tell(what)
  io.stderr:write("reviewpress: " .. what .. "\n")
end

local function quiet() end

local families = {
  html = { html = true, html4 = true, html5 = true, ["html:js"] = true },
  typst = { typst = true },
  pdf = { pdf = true, latex = false, typst = true },
  docx = { docx = true },
}

local function is_format(name)
  return (families[asked] or {})[name] or false
end

local function blocks_of(text)
  return pandoc.read(text, "markdown").blocks
end

local function inlines_of(text)
  return pandoc.utils.blocks_to_inlines(blocks_of(text))
end

local function as_blocks(content)
  if content == nil then return pandoc.Blocks({}) end
  local kind = pandoc.utils.type(content)
  if kind == "Blocks" then return content end
  if kind == "Block" then return pandoc.Blocks({ content }) end
  if kind == "Inline" or kind == "Inlines" then return pandoc.Blocks({ pandoc.Para(content) }) end
  if kind == "string" then return pandoc.Blocks({ pandoc.Para({ pandoc.Str(content) }) }) end
  if kind == "table" or kind == "List" then
    local blocks = pandoc.Blocks({})
    for _, one in ipairs(content) do blocks:extend(as_blocks(one)) end
    return blocks
  end
  error("a result of the type " .. kind)
end

local function as_inlines(content)
  if content == nil then return pandoc.Inlines({}) end
  local kind = pandoc.utils.type(content)
  if kind == "Inlines" then return content end
  if kind == "Inline" then return pandoc.Inlines({ content }) end
  if kind == "string" then return pandoc.Inlines({ pandoc.Str(content) }) end
  if kind == "Block" then return pandoc.utils.blocks_to_inlines({ content }) end
  if kind == "Blocks" then return pandoc.utils.blocks_to_inlines(content) end
  if kind == "table" or kind == "List" then
    local inlines = pandoc.Inlines({})
    for _, one in ipairs(content) do inlines:extend(as_inlines(one)) end
    return inlines
  end
  error("a result of the type " .. kind)
end

local function titled(prefix)
  return function(given)
    local kind = given.type and prefix .. given.type or prefix
    local attributes = {}
    for _, key in ipairs({ "collapse", "appearance", "icon" }) do
      local value = given[key]
      if value ~= nil then
        local is_plain = type(value) == "boolean" or type(value) == "number"
        attributes[key] = is_plain and tostring(value) or pandoc.utils.stringify(value)
      end
    end
    local blocks = as_blocks(given.content)
    local title = given.title and as_inlines(given.title)
    if title and #title > 0 then blocks:insert(1, pandoc.Header(2, title)) end
    return pandoc.Div(blocks, pandoc.Attr(given.id or "", { kind }, attributes))
  end
end

local function tabset(given)
  local blocks = pandoc.Blocks({})
  for _, tab in ipairs(given.tabs) do
    blocks:insert(pandoc.Header(given.level or 2, as_inlines(tab.title)))
    blocks:extend(as_blocks(tab.content))
  end
  return pandoc.Div(blocks, pandoc.Attr("", { "panel-tabset" }))
end

local current = {}

quarto = {
  Callout = titled("callout-"),
  Tabset = tabset,
  Tab = function(given) return given end,
  version = pandoc.types.Version({ 1, 9, 38 }),
  json = pandoc.json,
  config = { version = function() return pandoc.types.Version({ 1, 9, 38 }) end },
  project = {
    directory = os.getenv("REVIEWPRESS_ROOT"),
    profile = pandoc.List({}),
    output_directory = nil,
  },
  metadata = { get = function(key) return current.meta and current.meta[key] end },
  doc = {
    input_file = os.getenv("REVIEWPRESS_INPUT"),
    is_format = is_format,
    isFormat = is_format,
    has_bootstrap = function() return format == "html" end,
    hasBootstrap = function() return format == "html" end,
    is_filter_active = function() return false end,
    cite_method = function() return "citeproc" end,
    pdf_engine = function() return "typst" end,
    add_html_dependency = function(one) tell("the files of `" .. tostring(one.name) .. "`") end,
    attach_to_dependency = function(name) tell("the files of `" .. tostring(name) .. "`") end,
    include_text = function(where) tell("text for `" .. tostring(where) .. "`") end,
    include_file = function(where) tell("a file for `" .. tostring(where) .. "`") end,
    use_latex_package = quiet,
    add_format_resource = quiet,
    add_resource = quiet,
    add_supporting = quiet,
  },
  log = { output = quiet, info = quiet, debug = quiet, warning = quiet, error = quiet },
  shortcode = {
    read_arg = function(args, n)
      local one = args[n or 1]
      return one and pandoc.utils.stringify(one)
    end,
    error_output = function(_, message) error(tostring(message), 0) end,
  },
  utils = {
    resolve_path = function(path) return pandoc.path.join({ folder(script), path }) end,
    type = pandoc.utils.type,
    as_inlines = as_inlines,
    as_blocks = as_blocks,
    string_to_inlines = inlines_of,
    string_to_blocks = blocks_of,
    dump = quiet,
  },
}
quarto.doc.addHtmlDependency = quarto.doc.add_html_dependency
quarto.doc.attachToDependency = quarto.doc.attach_to_dependency
quarto.doc.includeText = quarto.doc.include_text
quarto.doc.includeFile = quarto.doc.include_file
quarto.doc.useLatexPackage = quiet
quarto.doc.addFormatResource = quiet
quarto.utils.resolvePath = quarto.utils.resolve_path

-- pandoc writes no file here; a filter may want the name that a page will have.
local state = setmetatable({
  output_file = (os.getenv("REVIEWPRESS_INPUT") or ""):gsub(".*/", ""):gsub("%.%w+$", "")
    .. "." .. ((asked == "html" or format == "html") and "html" or "pdf"),
}, { __index = PANDOC_STATE })

local function load_script(path)
  script = path
  PANDOC_SCRIPT_FILE = path
  package.path = pandoc.path.join({ folder(path), "?.lua" }) .. ";" .. package.path
  local own = setmetatable({ PANDOC_STATE = state }, { __index = _G })
  local file = assert(io.open(path))
  local text = file:read("a")
  file:close()
  local chunk, message = load(text, "=" .. pandoc.path.filename(path), "t", own)
  if not chunk then error(message, 0) end
  return chunk(), own
end

local function lines(name)
  local found = pandoc.List({})
  for line in (os.getenv(name) or ""):gmatch("[^\n]+") do found:insert(line) end
  return found
end

-- Filters

local unknown = {
  "Callout", "Tabset", "FloatRefTarget", "Theorem", "Proof", "DecoratedCodeBlock", "PanelLayout",
  "ConditionalBlock", "Shortcode", "CrossReference", "Equation",
}

local function checked(filter, path)
  for _, name in ipairs(unknown) do
    if rawget(filter, name) then error("it handles `" .. name .. "`, which is Quarto's own", 0) end
  end
  for name, value in pairs(filter) do
    if type(value) == "function" and type(name) == "string" then
      filter[name] = function(...)
        script = path
        return value(...)
      end
    end
  end
  return filter
end

local function collect(path)
  local returned, own = load_script(path)
  if returned == nil then
    setmetatable(own, nil)
    local filter = {}
    for name, value in pairs(own) do
      if type(value) == "function" then filter[name] = value end
    end
    setmetatable(own, { __index = _G })
    return { checked(filter, path) }
  end
  if returned[1] == nil then return { checked(returned, path) } end
  local found = {}
  for _, one in ipairs(returned) do found[#found + 1] = checked(one, path) end
  return found
end

-- Shortcodes

local missing = { __index = function() return pandoc.Inlines({}) end }

local function call(handler, given, meta)
  local args, raw, kwargs = pandoc.List({}), pandoc.List({}), setmetatable({}, missing)
  for _, one in ipairs(given.arguments) do
    raw:insert(one.value)
    local inlines = pandoc.Inlines({ pandoc.Str(one.value) })
    if one.name then kwargs[one.name] = inlines else args:insert(inlines) end
  end
  return handler(args, kwargs, meta, raw, given.context)
end

local function answers(doc)
  local handlers = {}
  for _, path in ipairs(lines("REVIEWPRESS_SHORTCODES")) do
    local returned, own = load_script(path)
    for name, value in pairs(returned or own) do
      if type(value) == "function" then
        handlers[name] = function(...)
          script = path
          return value(...)
        end
      end
    end
  end
  local results = pandoc.Blocks({})
  for _, div in ipairs(doc.blocks) do
    local given = pandoc.json.decode(div.attributes.given, false)
    local handler = handlers[given.name]
    local ok, result = false, "no extension defines it"
    if handler then ok, result = pcall(call, handler, given, doc.meta) end
    if ok then ok, result = pcall(given.context == "block" and as_blocks or as_inlines, result) end
    if not ok then
      results:insert(pandoc.Div({}, { fault = tostring(result) }))
    elseif given.context == "block" then
      results:insert(pandoc.Div(result))
    else
      results:insert(pandoc.Div({ pandoc.Plain(result) }))
    end
  end
  return pandoc.Pandoc(results, doc.meta)
end

if os.getenv("REVIEWPRESS_SHORTCODES") then
  return { { Pandoc = answers } }
end

local filters = {
  { Pandoc = function(doc)
      current.meta = doc.meta
    end },
}
for _, path in ipairs(lines("REVIEWPRESS_FILTERS")) do
  for _, one in ipairs(collect(path)) do filters[#filters + 1] = one end
end
return filters
