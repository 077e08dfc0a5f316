return {
  ["twice"] = function(args, kwargs)
    local word = pandoc.utils.stringify(args[1])
    local between = pandoc.utils.stringify(kwargs["between"] or "")
    if between == "" then between = " and " end
    return pandoc.Inlines({ pandoc.Emph(word), pandoc.Str(between), pandoc.Strong(word) })
  end,
  ["list"] = function(args)
    local items = {}
    for _, arg in ipairs(args) do
      items[#items + 1] = { pandoc.Plain(pandoc.utils.stringify(arg)) }
    end
    return pandoc.BulletList(items)
  end,
  ["letters"] = function(args) return "a & b" end,
}
