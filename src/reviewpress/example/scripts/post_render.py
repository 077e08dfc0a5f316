"""Called by Quarto after it has rendered: adds the short document and what readers download."""

from pre_render import call

if __name__ == "__main__":
    call("post-render")
