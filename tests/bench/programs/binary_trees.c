/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

typedef struct Node {
    struct Node *left, *right;
} Node;

static Node *build(long depth) {
    Node *n = malloc(sizeof *n);
    n->left = n->right = NULL;
    if (depth > 0) {
        n->left = build(depth - 1);
        n->right = build(depth - 1);
    }
    return n;
}

static long check(const Node *n) {
    return n->left ? 1 + check(n->left) + check(n->right) : 1;
}

static void drop(Node *n) {
    if (n->left) {
        drop(n->left);
        drop(n->right);
    }
    free(n);
}

static long measure(long depth) {
    Node *n = build(depth);
    long c = check(n);
    drop(n);
    return c;
}

int main(int argc, char **argv) {
    long n = atol(argv[1]), min_depth = 4, max_depth = n > min_depth + 2 ? n : min_depth + 2;
    printf("stretch tree of depth %ld check: %ld\n", max_depth + 1, measure(max_depth + 1));
    Node *long_lived = build(max_depth);
    for (long depth = min_depth; depth <= max_depth; depth += 2) {
        long iterations = 1L << (max_depth - depth + min_depth), sum = 0;
        for (long i = 0; i < iterations; i++) sum += measure(depth);
        printf("%ld trees of depth %ld check: %ld\n", iterations, depth, sum);
    }
    printf("long lived tree of depth %ld check: %ld\n", max_depth, check(long_lived));
    drop(long_lived);
    return 0;
}
