;;; lkmm.el --- Litmus tests of the Linux-kernel memory model  -*- lexical-binding: t -*-
;; SPDX-License-Identifier: GPL-2.0 OR MIT

;;; Commentary:
;; A mode for litmus tests.  With eglot, which Emacs has since version 29, `M-x eglot' starts the
;; server "lkmm lsp"; `M-x compile' prints the reason for the verdict.

;;; Code:

(require 'cc-mode)

(defgroup lkmm nil
  "Litmus tests."
  :group 'languages)

(defcustom lkmm-command "lkmm"
  "The command lkmm."
  :type 'string)

(defconst litmus-font-lock-keywords
  `(("\\`\\(\\S-+\\)\\s-+\\(\\S-+\\)" (1 font-lock-preprocessor-face) (2 font-lock-constant-face))
    ("^\\(?:fn \\)?\\(P[0-9]+\\)\\s-*(" 1 font-lock-function-name-face)
    ("^\\s-*\\(~?exists\\|forall\\|filter\\|locations\\|not exists\\)\\_>"
     1 font-lock-keyword-face)
    ("\\_<[0-9]+:[A-Za-z_0-9]+" 0 font-lock-variable-name-face))
  "What a litmus test has besides C.")

;;;###autoload
(define-derived-mode litmus-mode c-mode "Litmus"
  "Major mode for litmus tests."
  (font-lock-add-keywords nil litmus-font-lock-keywords)
  (setq-local comment-start "// "
              comment-end ""
              compile-command
              (concat lkmm-command " check --why "
                      (shell-quote-argument (or buffer-file-name "-")))))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.litmus\\'" . litmus-mode))

(with-eval-after-load 'eglot
  (defvar eglot-server-programs)
  (add-to-list 'eglot-server-programs `(litmus-mode . (,lkmm-command "lsp"))))

(provide 'lkmm)
;;; lkmm.el ends here
