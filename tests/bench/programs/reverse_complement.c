/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
    unsigned char table[256];
    const char *source = "ACGTUMRWSYKVHDBN", *target = "TGCAAKYWSRMBDHVN";
    for (int i = 0; i < 256; i++) table[i] = (unsigned char)i;
    for (int i = 0; source[i]; i++) table[(int)source[i]] = table[source[i] + 32] = (unsigned char)target[i];
    FILE *f = fopen(argv[1], "rb");
    fseek(f, 0, SEEK_END);
    long n = ftell(f), i = 0;
    rewind(f);
    unsigned char *data = malloc((size_t)n);
    if (fread(data, 1, (size_t)n, f) != (size_t)n) return 1;
    while (i < n) {
        long header_end = i;
        while (data[header_end] != '\n') header_end++;
        fwrite(data + i, 1, (size_t)(header_end + 1 - i), stdout);
        long end = header_end + 1, len = 0, column = 0;
        while (end < n && data[end] != '>') end++;
        unsigned char *result = malloc((size_t)(end - header_end) + (size_t)(end - header_end) / 60 + 64);
        for (long k = end - 1; k > header_end; k--) {
            unsigned char b = data[k];
            if (b == '\n') continue;
            result[len++] = table[b];
            if (++column == 60) {
                result[len++] = '\n';
                column = 0;
            }
        }
        if (column > 0) result[len++] = '\n';
        fwrite(result, 1, (size_t)len, stdout);
        free(result);
        i = end;
    }
    return 0;
}
