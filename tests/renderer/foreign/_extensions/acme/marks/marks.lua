local mark = ""

return {
  { Meta = function(meta)
      if meta.mark then mark = pandoc.utils.stringify(meta.mark) end
    end },
  { Strong = function(strong)
      if FORMAT:match("html") and mark ~= "" then
        strong.content:insert(pandoc.Str(mark))
        return strong
      end
    end },
}
