/* Picking a fact instead of knowing its code: a button in the rich text, a button beside a line.
   Both open the same list and put the token the page stores where the cursor is. */
(() => {
  const here = document.currentScript.dataset;

  function pick(onPicked) {
    return window.ModalWorkflow({
      url: here.chooser,
      onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
      responses: { chosen: (fact) => onPicked(fact.token) },
    });
  }

  /* Rich text: what is stored is the token as plain text, so nothing new has to be allowed. */
  if (window.draftail) {
    const { Modifier, EditorState } = window.DraftJS;

    class FactSource extends window.React.Component {
      componentDidMount() {
        this.onHidden = () => this.props.onClose();
        window.jQuery(document.body).on("hidden.bs.modal", this.onHidden);
        this.dialog = pick((token) => {
          const { editorState } = this.props;
          const selection = editorState.getSelection();
          const style = editorState.getCurrentInlineStyle();
          const written = Modifier.replaceText(
            editorState.getCurrentContent(), selection, token, style,
          );
          this.props.onComplete(EditorState.push(editorState, written, "insert-characters"));
        });
      }

      componentWillUnmount() {
        window.jQuery(document.body).off("hidden.bs.modal", this.onHidden);
      }

      render() {
        return null;
      }
    }
    window.draftail.registerPlugin({ type: "FACT", source: FactSource }, "entityTypes");
  }

  /* A line of text: the controller stands on the field, or on the block around it. */
  class FactLine extends window.StimulusModule.Controller {
    connect() {
      this.line = this.element.querySelector("input[type=text], textarea");
      if (!this.line || this.element.querySelector("[data-fact-button]")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary fact-button";
      button.dataset.factButton = "";
      button.textContent = here.label;
      button.addEventListener("click", () => pick((token) => this.write(token)));
      this.line.insertAdjacentElement("afterend", button);
    }

    write(token) {
      const { selectionStart: from, selectionEnd: to } = this.line;
      this.line.setRangeText(token, from, to, "end");
      this.line.dispatchEvent(new Event("input", { bubbles: true }));
      this.line.dispatchEvent(new Event("change", { bubbles: true }));
      this.line.focus();
    }
  }
  window.wagtail.app.register("fact-line", FactLine);
})();
