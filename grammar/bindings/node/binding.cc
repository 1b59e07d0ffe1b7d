// SPDX-License-Identifier: Apache-2.0
#include <napi.h>

extern "C" struct TSLanguage *tree_sitter_mojo();

// node-tree-sitter knows a language by this tag.
static const napi_type_tag language_tag = {0x8AF2E5212AD58ABF, 0xD5006CAD83ABBA16};

static Napi::Object init(Napi::Env env, Napi::Object exports) {
    auto language = Napi::External<TSLanguage>::New(env, tree_sitter_mojo());
    language.TypeTag(&language_tag);
    exports["name"] = Napi::String::New(env, "mojo");
    exports["language"] = language;
    return exports;
}

NODE_API_MODULE(tree_sitter_mojo_binding, init)
