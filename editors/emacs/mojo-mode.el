;;; mojo-mode.el --- Major mode for Mojo  -*- lexical-binding: t; -*-
;; SPDX-License-Identifier: Apache-2.0
;; Package-Requires: ((emacs "27.1"))

;;; Commentary:
;; Mojo's words and indentation on top of Python's, the language server for eglot, running files, ownership of the
;; variable at point.
;;
;;   (require 'mojo-mode)
;;   (add-hook 'mojo-mode-hook #'eglot-ensure)

;;; Code:

(require 'compile)
(require 'python)

(defgroup mojo nil "Mojo." :group 'languages)
(defcustom mojo-command "mojo" "The program `mojo'." :type 'string)
(defcustom mojo-lsp-command '("mojo-lsp") "The language server's command line." :type '(repeat string))

(defvar mojo-font-lock-keywords
  `((,(rx symbol-start (group (or "fn" "def")) (+ space) (group (+ (or word "_"))))
     (1 font-lock-keyword-face) (2 font-lock-function-name-face))
    (,(rx symbol-start (group (or "struct" "trait" "extension" "__extension")) (+ space) (group (+ (or word "_"))))
     (1 font-lock-keyword-face) (2 font-lock-type-face))
    (,(rx symbol-start (or "var" "ref" "let" "comptime" "alias") symbol-end (* space) (any "a-zA-Z_([*`")) . font-lock-keyword-face)
    (,(rx symbol-start (or "raises" "where" "thin" "capturing" "escaping" "unified" "abi") symbol-end) . font-lock-keyword-face)
    (,(rx symbol-start (group (or "mut" "imm" "out" "deinit" "read" "owned" "borrowed" "inout")) (+ space) (any "a-zA-Z_`"))
     1 font-lock-keyword-face)
    (,(rx symbol-start (or "Self") symbol-end) . font-lock-type-face)
    (,(rx symbol-start (* "_") upper (* (or word "_"))) . font-lock-type-face))
  "What Mojo adds to Python's words.")

;;;###autoload
(define-derived-mode mojo-mode python-mode "Mojo"
  "Major mode for Mojo."
  (font-lock-add-keywords nil mojo-font-lock-keywords)
  (setq-local python-indent-offset 4
              python-indent-guess-indent-offset nil
              indent-tabs-mode nil
              compile-command (concat mojo-command " check --error-format=short "
                                      (and buffer-file-name (shell-quote-argument (file-name-nondirectory buffer-file-name)))))
  ;; `struct' and the like open blocks, too.
  (setq-local python-nav-beginning-of-defun-regexp
              (rx line-start (* space) (or "def" "fn" "struct" "trait" "class") (+ space) (group (+ (or word "_"))))))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.\\(?:mojo\\|🔥\\)\\'" . mojo-mode))

(add-to-list 'compilation-error-regexp-alist-alist
             '(mojo "^\\(.+?\\):\\([0-9]+\\):\\([0-9]+\\): \\(?:error\\|\\(warning\\)\\|\\(note\\)\\)\\[[A-Z][0-9]+\\]: " 1 2 3 (4 . 5)))
(add-to-list 'compilation-error-regexp-alist 'mojo)

(defun mojo-run ()
  "Run the file."
  (interactive)
  (save-buffer)
  (compile (concat mojo-command " run --error-format=short " (shell-quote-argument buffer-file-name))))

;;;; The language server

(defvar eglot-server-programs)
(declare-function eglot-current-server "eglot")
(declare-function eglot--lsp-position-to-point "eglot")
(declare-function jsonrpc-request "jsonrpc")
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs (cons 'mojo-mode mojo-lsp-command)))

;;;; Ownership

(defface mojo-alive '((t :inherit highlight)) "Where a variable is alive.")
(defface mojo-borrowed '((t :underline "RoyalBlue")) "A variable is borrowed.")
(defface mojo-mutably-borrowed '((t :underline (:color "MediumOrchid" :style wave))) "A variable is borrowed to be changed.")
(defface mojo-copied '((t :underline "goldenrod")) "A variable is copied.")
(defface mojo-moved '((t :underline "DarkOrange")) "A variable is moved.")
(defface mojo-destroyed '((t :underline "red")) "A variable is destroyed.")
(defface mojo-conflict '((t :underline (:color "red" :style wave))) "A use that ownership forbids.")

(defconst mojo-ownership-looks
  '(("alive" mojo-alive "") ("borrowed" mojo-borrowed "") ("mutablyBorrowed" mojo-mutably-borrowed "") ("copied" mojo-copied "⧉")
    ("moved" mojo-moved "→") ("destroyed" mojo-destroyed "⟂") ("reinitialised" mojo-copied "") ("conflict" mojo-conflict "✗"))
  "Face and mark by kind of range.")

(defun mojo-ownership-hide ()
  "Hide what `mojo-ownership' shows."
  (interactive)
  (remove-overlays nil nil 'mojo-ownership t))

(defun mojo-ownership--point (position)
  "Where POSITION of the protocol is in the buffer."
  (eglot--lsp-position-to-point position))

(defun mojo-ownership ()
  "Show who owns the variable at point; again: hide it."
  (interactive)
  (if (cl-some (lambda (o) (overlay-get o 'mojo-ownership)) (overlays-in (point-min) (point-max)))
      (mojo-ownership-hide)
    (let* ((found (jsonrpc-request (or (eglot-current-server) (user-error "No language server serves this buffer"))
                                   :mojo/ownership (funcall (if (fboundp 'eglot--TextDocumentPositionParams)
                                                                'eglot--TextDocumentPositionParams
                                                              'eglot--text-document-position-params)))))
      (unless (plist-get found :variable) (user-error "No variable at point"))
      (seq-doseq (owned (plist-get found :ranges))
        (let* ((range (plist-get owned :range))
               (look (assoc (plist-get owned :kind) mojo-ownership-looks))
               (overlay (make-overlay (mojo-ownership--point (plist-get range :start)) (mojo-ownership--point (plist-get range :end)))))
          (overlay-put overlay 'mojo-ownership t)
          (overlay-put overlay 'mojo-kind (car look))
          (overlay-put overlay 'face (nth 1 look))
          (overlay-put overlay 'priority (if (equal (car look) "alive") 1 2))
          (overlay-put overlay 'help-echo (plist-get owned :message))
          (unless (equal (nth 2 look) "")
            (overlay-put overlay 'after-string (propertize (nth 2 look) 'face (nth 1 look)))))))))

(provide 'mojo-mode)
;;; mojo-mode.el ends here
