# SPDX-License-Identifier: Apache-2.0
# Writes a C table of the explain pages: awk -f explain.awk explain/*.md
function finish() { if (open) print "    \"\"}," }
BEGIN {
    print "/* Made from core/diag/explain. */"
    print "#include \"diag/diag_int.h\""
    print "const ExplainPage explain_pages[] = {"
}
FNR == 1 {
    finish()
    n = split(FILENAME, parts, "/")
    number = parts[n]
    gsub(/[^0-9]/, "", number)
    print "    {" (number + 0) ","
    open = 1
}
{
    gsub(/\\/, "&&")
    gsub(/"/, "\\\"")
    gsub(/\t/, "\\t")
    gsub(/\?\?/, "?\\?")
    print "     \"" $0 "\\n\""
}
END {
    finish()
    print "    {0, NULL},"
    print "};"
}
