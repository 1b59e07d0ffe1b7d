/* SPDX-License-Identifier: Apache-2.0 */
/* Completion scripts for shells, written from the command and option tables. */
#include "cli.h"

#define EACH_COMMAND(r)                                                                            \
    for (const CommandRow *r = command_rows; r->name; r++)                                         \
        if (!r->group)
#define EACH_OPTION(c, o) for (const Option *o = (c)->options; o && o->name; o++)

static const char *summary_of(const CommandRow *r) {
    return r->command ? r->command->summary : r->summary;
}

/* Text inside single quotes of a shell. */
static void quoted(StrBuf *out, const char *s) {
    for (; *s; s++) {
        if (*s == '\'')
            sb_puts(out, "'\\''");
        else
            sb_char(out, *s);
    }
}

/* "a|b|c" with another separator. */
static void choices(StrBuf *out, const char *s, char separator) {
    for (; *s; s++) sb_char(out, *s == '|' ? separator : *s);
}

static void bash(StrBuf *out) {
    sb_puts(out, "# bash completion for mojo\n"
                 "_mojo() {\n"
                 "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} "
                 "cmd=${COMP_WORDS[1]}\n"
                 "    COMPREPLY=()\n"
                 "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                 "        COMPREPLY=($(compgen -W '");
    EACH_COMMAND (r) sb_printf(out, "%s ", r->name);
    sb_puts(out, "--help --version' -- \"$cur\"))\n"
                 "        [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$cur\"))\n"
                 "        return\n"
                 "    fi\n"
                 "    if [ \"$cur\" = '=' ]; then cur=; elif [ \"$prev\" = '=' ]; then "
                 "prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
                 "    case \"$cmd $prev\" in\n");
    EACH_COMMAND (r) {
        if (!r->command) continue;
        EACH_OPTION (r->command, o) {
            if (o->kind != OPT_CHOICE) continue;
            sb_printf(out, "    '%s --%s') COMPREPLY=($(compgen -W '", r->name, o->name);
            choices(out, o->value, ' ');
            sb_puts(out, "' -- \"$cur\")); return ;;\n");
        }
    }
    sb_puts(out, "    esac\n    local words= plain=\n    case \"$cmd\" in\n");
    EACH_COMMAND (r) {
        if (!r->command) continue;
        sb_printf(out, "    %s) words='--help", r->name);
        EACH_OPTION (r->command, o)
            sb_printf(out, " --%s%s", o->name, o->kind == OPT_FLAG ? "" : "=");
        sb_puts(out, "' plain='");
        if (strcmp(r->name, "completions") == 0) sb_puts(out, "bash zsh fish");
        if (strcmp(r->name, "help") == 0)
            EACH_COMMAND (h) sb_printf(out, "%s ", h->name);
        sb_puts(out, "' ;;\n");
    }
    sb_puts(out,
            "    esac\n"
            "    case \"$cur\" in\n"
            "    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
            "        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace ;;\n"
            "    *) COMPREPLY=($(compgen -W \"$plain\" -- \"$cur\") $(compgen -f -- \"$cur\")) ;;\n"
            "    esac\n"
            "}\n"
            "complete -o filenames -F _mojo mojo\n");
}

/* Brackets and colons mean something in _arguments. */
static void zsh_text(StrBuf *out, const char *s) {
    for (; *s; s++) {
        if (strchr("[]:", *s)) sb_char(out, '\\');
        if (*s == '\'')
            sb_puts(out, "'\\''");
        else
            sb_char(out, *s);
    }
}

static void zsh_options(StrBuf *out, const Command *c) {
    EACH_OPTION (c, o) {
        const char *sign = o->kind == OPT_LIST ? "*" : "";
        for (int form = o->letter ? 0 : 1; form < 2; form++) {
            sb_printf(out, " \\\n            '%s", sign);
            if (form == 0)
                sb_printf(out, "-%c%s", o->letter, o->kind == OPT_FLAG ? "" : "+");
            else
                sb_printf(out, "--%s%s", o->name, o->kind == OPT_FLAG ? "" : "=");
            sb_char(out, '[');
            zsh_text(out, o->help);
            sb_char(out, ']');
            if (o->kind == OPT_CHOICE) {
                sb_puts(out, ":value:(");
                choices(out, o->value, ' ');
                sb_char(out, ')');
            } else if (o->kind != OPT_FLAG) {
                sb_puts(out, ":");
                zsh_text(out, o->value);
                sb_puts(out, ":_files");
            }
            sb_char(out, '\'');
        }
    }
}

static void zsh(StrBuf *out) {
    sb_puts(out, "#compdef mojo\n"
                 "_mojo() {\n"
                 "    local -a commands\n"
                 "    commands=(\n");
    EACH_COMMAND (r) {
        sb_printf(out, "        '%s:", r->name);
        zsh_text(out, summary_of(r));
        sb_puts(out, "'\n");
    }
    sb_puts(out, "    )\n"
                 "    if (( CURRENT == 2 )); then\n"
                 "        _describe -t commands command commands\n"
                 "        _files -g '*.(mojo|py|\xF0\x9F\x94\xA5)'\n"
                 "        return\n"
                 "    fi\n"
                 "    local cmd=$words[2]\n"
                 "    shift words; (( CURRENT-- ))\n"
                 "    case $cmd in\n");
    EACH_COMMAND (r) {
        if (!r->command) continue;
        sb_printf(out, "    %s)\n        _arguments '--help[show help]'", r->name);
        zsh_options(out, r->command);
        if (strcmp(r->name, "completions") == 0)
            sb_puts(out, " \\\n            ':shell:(bash zsh fish)'");
        else if (strcmp(r->name, "help") == 0) {
            sb_puts(out, " \\\n            ':command:(");
            EACH_COMMAND (h) sb_printf(out, "%s ", h->name);
            sb_puts(out, ")'");
        } else
            sb_puts(out, " \\\n            '*:file:_files'");
        sb_puts(out, " ;;\n");
    }
    sb_puts(out, "    *) _files ;;\n    esac\n}\n_mojo \"$@\"\n");
}

static void fish(StrBuf *out) {
    sb_puts(out, "# fish completion for mojo\n");
    EACH_COMMAND (r) {
        sb_printf(out, "complete -c mojo -n __fish_use_subcommand -a %s -d '", r->name);
        quoted(out, summary_of(r));
        sb_puts(out, "'\n");
    }
    sb_puts(out,
            "complete -c mojo -n __fish_use_subcommand -l version -d 'Say which mojo this is'\n"
            "complete -c mojo -l help -d 'Show help'\n");
    EACH_COMMAND (r) {
        if (!r->command) continue;
        EACH_OPTION (r->command, o) {
            sb_printf(out, "complete -c mojo -n '__fish_seen_subcommand_from %s' -l %s", r->name,
                      o->name);
            if (o->letter) sb_printf(out, " -s %c", o->letter);
            if (o->kind == OPT_CHOICE) {
                sb_puts(out, " -x -a '");
                choices(out, o->value, ' ');
                sb_char(out, '\'');
            } else if (o->kind != OPT_FLAG) {
                sb_puts(out, " -r");
            }
            sb_puts(out, " -d '");
            quoted(out, o->help);
            sb_puts(out, "'\n");
        }
        if (strcmp(r->name, "completions") == 0)
            sb_puts(out, "complete -c mojo -f -n '__fish_seen_subcommand_from completions' -a "
                         "'bash zsh fish'\n");
    }
}

static int run(const void *options, const char **args, int n_args) {
    StrBuf b = {0};
    if (strcmp(args[0], "bash") == 0)
        bash(&b);
    else if (strcmp(args[0], "zsh") == 0)
        zsh(&b);
    else if (strcmp(args[0], "fish") == 0)
        fish(&b);
    else
        return cli_error(EXIT_USAGE, "completions are there for bash, zsh and fish, not for `%s`",
                         args[0]);
    fwrite(b.p, 1, b.len, stdout);
    sb_done(&b);
    return EXIT_OK;
}

const Command command_completions = {"completions",
                                     "bash|zsh|fish",
                                     "Print a completion script for a shell",
                                     "bash: source <(mojo completions bash)\n"
                                     "zsh:  mojo completions zsh >_mojo, in a folder of $fpath\n"
                                     "fish: mojo completions fish | source",
                                     NULL,
                                     0,
                                     run,
                                     1,
                                     1,
                                     false};
