// SPDX-License-Identifier: Apache-2.0
// Everything that a client can say it understands.
const dynamicRegistration = true;
const all = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const formats = ["markdown", "plaintext"];

exports.capabilities = {
  general: { positionEncodings: ["utf-16"], staleRequestSupport: { cancel: true, retryOnContentModified: [] }, markdown: { parser: "marked" } },
  window: { workDoneProgress: true, showMessage: { messageActionItem: { additionalPropertiesSupport: true } }, showDocument: { support: true } },
  workspace: {
    applyEdit: true, configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration },
    workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"], failureHandling: "textOnlyTransactional",
      normalizesLineEndings: true, changeAnnotationSupport: { groupsOnLabel: true } },
    didChangeWatchedFiles: { dynamicRegistration, relativePatternSupport: true }, executeCommand: { dynamicRegistration },
    symbol: { dynamicRegistration, symbolKind: { valueSet: all(1, 26) }, tagSupport: { valueSet: [1] }, resolveSupport: { properties: ["location.range"] } },
    codeLens: { refreshSupport: true }, semanticTokens: { refreshSupport: true }, inlayHint: { refreshSupport: true },
    diagnostics: { refreshSupport: true }, foldingRange: { refreshSupport: true },
    fileOperations: { dynamicRegistration, didCreate: true, willCreate: true, didRename: true, willRename: true, didDelete: true, willDelete: true },
  },
  textDocument: {
    synchronization: { dynamicRegistration, willSave: true, willSaveWaitUntil: true, didSave: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true, tagSupport: { valueSet: [1, 2] }, codeDescriptionSupport: true, dataSupport: true },
    completion: {
      dynamicRegistration, contextSupport: true, insertTextMode: 2, completionItemKind: { valueSet: all(1, 25) },
      completionItem: { snippetSupport: true, commitCharactersSupport: true, documentationFormat: formats, deprecatedSupport: true, preselectSupport: true,
        tagSupport: { valueSet: [1] }, insertReplaceSupport: true, resolveSupport: { properties: ["documentation", "detail", "additionalTextEdits"] },
        insertTextModeSupport: { valueSet: [1, 2] }, labelDetailsSupport: true },
      completionList: { itemDefaults: ["commitCharacters", "editRange", "insertTextFormat", "insertTextMode", "data"] },
    },
    hover: { dynamicRegistration, contentFormat: formats },
    signatureHelp: { dynamicRegistration, contextSupport: true,
      signatureInformation: { documentationFormat: formats, parameterInformation: { labelOffsetSupport: true }, activeParameterSupport: true } },
    definition: { dynamicRegistration, linkSupport: true }, declaration: { dynamicRegistration, linkSupport: true },
    typeDefinition: { dynamicRegistration, linkSupport: true }, implementation: { dynamicRegistration, linkSupport: true },
    references: { dynamicRegistration }, documentHighlight: { dynamicRegistration },
    documentSymbol: { dynamicRegistration, symbolKind: { valueSet: all(1, 26) }, hierarchicalDocumentSymbolSupport: true, tagSupport: { valueSet: [1] }, labelSupport: true },
    codeAction: { dynamicRegistration, isPreferredSupport: true, disabledSupport: true, dataSupport: true, honorsChangeAnnotations: true,
      resolveSupport: { properties: ["edit"] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["", "quickfix", "refactor", "refactor.extract", "refactor.inline", "refactor.rewrite", "source", "source.organizeImports", "source.fixAll"] } } },
    codeLens: { dynamicRegistration }, documentLink: { dynamicRegistration, tooltipSupport: true },
    formatting: { dynamicRegistration }, rangeFormatting: { dynamicRegistration }, onTypeFormatting: { dynamicRegistration },
    rename: { dynamicRegistration, prepareSupport: true, prepareSupportDefaultBehavior: 1, honorsChangeAnnotations: true },
    foldingRange: { dynamicRegistration, lineFoldingOnly: false, foldingRangeKind: { valueSet: ["comment", "imports", "region"] }, foldingRange: { collapsedText: true } },
    selectionRange: { dynamicRegistration }, callHierarchy: { dynamicRegistration }, typeHierarchy: { dynamicRegistration },
    semanticTokens: { dynamicRegistration, formats: ["relative"], requests: { range: true, full: { delta: true } }, tokenTypes: [], tokenModifiers: [],
      overlappingTokenSupport: false, multilineTokenSupport: false, serverCancelSupport: true, augmentsSyntaxTokens: true },
    inlayHint: { dynamicRegistration, resolveSupport: { properties: ["tooltip", "label.tooltip", "label.location", "textEdits"] } },
    linkedEditingRange: { dynamicRegistration }, diagnostic: { dynamicRegistration, relatedDocumentSupport: true },
  },
};
