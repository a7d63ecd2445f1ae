"""The plainest Textual app. A key changes its colour, so that one can tell when it is alive."""

from textual.app import App


class Empty(App[None]):
    """Nothing on the screen."""

    def on_key(self) -> None:
        """Turn blue."""
        self.screen.styles.background = "#000080"


if __name__ == "__main__":
    Empty().run()
