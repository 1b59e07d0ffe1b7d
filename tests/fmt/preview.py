#: fmt --preview
joined = "a" 'b'
raise Error("this is a long string that only the preview style of Black cuts into two parts at all")
value = f"this is a long formatted string with {a} hole, that loses its letter where there is" " none" "and more"
