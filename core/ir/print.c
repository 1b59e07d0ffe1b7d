/* SPDX-License-Identifier: Apache-2.0 */
/* Prints the IR as text for people and golden tests. Stable: no addresses, no source positions.
 *
 *   fn main.add(imm *x_0: Int, imm *y_1: Int) -> _2: Int {
 *       var t_3: Int
 *   b0:
 *       _3 = add(copy (*x_0)._v, copy (*y_1)._v)
 *       return
 *   } */
#include "ir/ir.h"

static const char *const conv_words[] = {"", "imm", "mut", "var", "deinit", "out", "ref"};

static void print_val(StrBuf *out, Val v) {
    if (v)
        val_print(out, v);
    else
        sb_puts(out, "?");
}

static void print_local(StrBuf *out, const IrFn *f, uint32_t i) {
    if (i < f->locals.len && f->locals.data[i].name)
        sb_str(out, name_str(f->locals.data[i].name));
    sb_printf(out, "_%u", i);
}

static void print_field(StrBuf *out, Val base, uint32_t index) {
    if (base && base->kind == T_STRUCT && base->u.decl) {
        const StructDecl *s = base->u.decl;
        if (index < s->fields.len && s->fields.data[index]->decl.name) {
            sb_char(out, '.');
            sb_str(out, name_str(s->fields.data[index]->decl.name));
            return;
        }
    }
    sb_printf(out, ".%u", index);
}

static void print_place(StrBuf *out, const IrFn *f, Place p) {
    for (uint32_t i = p.n_proj; i-- > 0;) { /* prefixes, outermost first */
        if (p.proj[i].kind == PROJ_DEREF)
            sb_puts(out, "(*");
        else if (p.proj[i].kind == PROJ_CAST)
            sb_char(out, '(');
    }
    print_local(out, f, p.local);
    Val type = p.local < f->locals.len ? f->locals.data[p.local].type : NULL;
    for (uint32_t i = 0; i < p.n_proj; i++) {
        const Proj *j = &p.proj[i];
        switch ((ProjKind)j->kind) {
        case PROJ_FIELD: print_field(out, type, j->index); break;
        case PROJ_DEREF: sb_char(out, ')'); break;
        case PROJ_INDEX:
            sb_char(out, '[');
            print_local(out, f, j->index);
            sb_char(out, ']');
            break;
        case PROJ_ELEM: sb_printf(out, "[%u]", j->index); break;
        case PROJ_CAST:
            sb_puts(out, " as ");
            print_val(out, j->type);
            sb_char(out, ')');
            break;
        }
        type = j->type;
    }
}

static void print_vals(StrBuf *out, const Val *v, uint32_t n) {
    if (!n)
        return;
    sb_char(out, '[');
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            sb_puts(out, ", ");
        print_val(out, v[i]);
    }
    sb_char(out, ']');
}

static void print_args(StrBuf *out, const IrFn *f, const IrArg *args, uint32_t n) {
    static const char *const words[] = {"&", "move ", "copy "};
    sb_char(out, '(');
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            sb_puts(out, ", ");
        sb_puts(out, args[i].mode <= ARG_COPY_BITS ? words[args[i].mode] : "? ");
        print_place(out, f, args[i].place);
    }
    sb_char(out, ')');
}

static void print_decl_name(StrBuf *out, const Decl *d, int depth) {
    if (!d) {
        sb_puts(out, "?");
        return;
    }
    if (d->parent && depth < 8 && d->parent->kind != DECL_MODULE) {
        print_decl_name(out, d->parent, depth + 1);
        sb_char(out, '.');
    }
    if (d->name)
        sb_str(out, name_str(d->name));
    else
        sb_puts(out, "?");
}

static void print_callee(StrBuf *out, const IrFn *f, const IrCallee *c) {
    if (!c) {
        sb_puts(out, "?");
        return;
    }
    if (c->target && c->target->symbol) {
        sb_puts(out, c->target->symbol);
    } else if (c->is_indirect) {
        sb_puts(out, "*");
        print_place(out, f, c->fnptr);
    } else if (c->is_call_op) {
        sb_puts(out, "callable<");
        print_val(out, c->self_type);
        sb_char(out, '>');
    } else if (c->fnval) {
        print_val(out, c->fnval);
    } else {
        if (c->self_type) {
            sb_char(out, '<');
            print_val(out, c->self_type);
            sb_puts(out, " as ");
        }
        print_decl_name(out, c->fn ? &c->fn->decl : NULL, 0);
        if (c->self_type)
            sb_char(out, '>');
        print_vals(out, c->params, c->n_params);
    }
}

static void print_call(StrBuf *out, const IrFn *f, const IrInst *in) {
    if (in->has_dst) {
        print_place(out, f, in->dst);
        sb_puts(out, " = ");
    }
    sb_puts(out, "call ");
    print_callee(out, f, in->callee);
    print_args(out, f, in->args, in->n_args);
}

static const char *intrin_name(uint8_t id) {
    static const char *const names[] = {
#define INTRIN(name, np, na, res, what) #name,
#include "types/intrinsics.def"
#undef INTRIN
    };
    return id < INTR_COUNT ? names[id] : "?";
}

static void print_inst(StrBuf *out, const IrFn *f, const IrInst *in) {
    sb_puts(out, "    ");
    switch ((IrOp)in->op) {
    case IR_CONST:
        print_place(out, f, in->dst);
        sb_puts(out, " = const ");
        print_val(out, in->val);
        if (in->val && in->val->type) {
            sb_puts(out, ": ");
            print_val(out, in->val->type);
        }
        break;
    case IR_COPY:
    case IR_MOVE:
    case IR_REF:
        print_place(out, f, in->dst);
        sb_puts(out, in->op == IR_COPY ? " = copy " : in->op == IR_MOVE ? " = move " : " = &");
        print_place(out, f, in->src);
        break;
    case IR_CALL: print_call(out, f, in); break;
    case IR_INTRIN:
        if (in->has_dst) {
            print_place(out, f, in->dst);
            sb_puts(out, " = ");
        }
        sb_puts(out, intrin_name(in->intrin));
        print_vals(out, in->params, in->n_params);
        print_args(out, f, in->args, in->n_args);
        break;
    case IR_DROP:
    case IR_MARK_INIT:
    case IR_FORGET:
    case IR_USE: {
        const char *w = in->op == IR_DROP        ? "drop "
                        : in->op == IR_MARK_INIT ? "mark_init "
                        : in->op == IR_FORGET    ? "forget "
                                                 : "use ";
        sb_puts(out, w);
        print_place(out, f, in->src);
        break;
    }
    case IR_CT_ASSERT:
        sb_puts(out, "comptime assert ");
        print_val(out, in->val);
        print_vals(out, in->params, in->n_params);
        break;
    case IR_NOP: sb_puts(out, "nop"); break;
    }
    sb_char(out, '\n');
}

static void print_term(StrBuf *out, const IrFn *f, const IrTerm *t) {
    sb_puts(out, "    ");
    switch ((TermKind)t->kind) {
    case TERM_GOTO: sb_printf(out, "goto b%u", t->b0); break;
    case TERM_BR:
        sb_puts(out, "if ");
        print_place(out, f, t->src);
        sb_printf(out, " goto b%u else b%u", t->b0, t->b1);
        break;
    case TERM_RETURN: sb_puts(out, "return"); break;
    case TERM_RAISE: sb_puts(out, "raise"); break;
    case TERM_INVOKE:
        if (t->call)
            print_call(out, f, t->call);
        sb_printf(out, " goto b%u, on error ", t->b0);
        print_place(out, f, t->err);
        sb_printf(out, " goto b%u", t->b1);
        break;
    case TERM_UNREACHABLE: sb_puts(out, "unreachable"); break;
    case TERM_CT_BR:
        sb_puts(out, "comptime if ");
        print_val(out, t->val);
        sb_printf(out, " goto b%u else b%u", t->b0, t->b1);
        break;
    case TERM_CT_FOR:
        sb_puts(out, "comptime for ");
        if (t->param && t->param->decl.name)
            sb_str(out, name_str(t->param->decl.name));
        sb_puts(out, " in ");
        print_val(out, t->val);
        sb_printf(out, " goto b%u then b%u", t->b0, t->b1);
        break;
    }
    sb_char(out, '\n');
}

static void print_local_decl(StrBuf *out, const IrFn *f, uint32_t i) {
    const IrLocal *l = &f->locals.data[i];
    if (l->kind == LOCAL_ARG && l->conv < ARRAY_LEN(conv_words) && l->conv)
        sb_printf(out, "%s ", conv_words[l->conv]);
    if (l->is_ref)
        sb_puts(out, l->is_mut ? "&mut " : "&");
    print_local(out, f, i);
    sb_puts(out, ": ");
    print_val(out, l->type);
}

void ir_print(StrBuf *out, const IrFn *f) {
    sb_puts(out, "fn ");
    if (f->symbol)
        sb_puts(out, f->symbol);
    else
        print_decl_name(out, f->decl ? &f->decl->decl : NULL, 0);
    sb_char(out, '(');
    for (uint32_t i = 0; i < f->n_args && i < f->locals.len; i++) {
        if (i)
            sb_puts(out, ", ");
        print_local_decl(out, f, i);
    }
    sb_char(out, ')');
    if (f->raises) {
        sb_puts(out, " raises ");
        if (f->error < f->locals.len)
            print_local_decl(out, f, f->error);
    }
    if (f->result < f->locals.len && f->locals.len > f->n_args) {
        sb_puts(out, " -> ");
        print_local_decl(out, f, f->result);
    }
    sb_puts(out, " {\n");
    for (uint32_t i = f->n_args; i < f->locals.len; i++) {
        if (i == f->result || (f->raises && i == f->error))
            continue;
        sb_puts(out, "    var ");
        print_local_decl(out, f, i);
        sb_char(out, '\n');
    }
    for (uint32_t b = 0; b < f->blocks.len; b++) {
        sb_printf(out, "b%u:\n", b);
        const IrBlock *bl = &f->blocks.data[b];
        for (uint32_t i = 0; i < bl->insts.len; i++)
            print_inst(out, f, &bl->insts.data[i]);
        print_term(out, f, &bl->term);
    }
    sb_puts(out, "}\n");
}
