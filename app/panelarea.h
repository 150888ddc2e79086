#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

class QSplitter;

namespace headwaters {

/// The centre with the panel of the prompt at its left and the inspector at its right. In a narrow window the
/// inspector gives its room to the centre and comes as an overlay when it is asked for.
class PanelArea : public QWidget {
    Q_OBJECT

public:
    /// Takes the three widgets as children.
    PanelArea(
        const Theme& theme, QWidget* prompt, QWidget* centre, QWidget* inspector, QWidget* parent = nullptr);

    [[nodiscard]] bool isPromptShown() const;
    [[nodiscard]] bool isInspectorShown() const;
    void setPromptShown(bool shown);
    void setInspectorShown(bool shown);

    /// Widths and what is shown, for the settings.
    [[nodiscard]] QByteArray saveState() const;
    /// False, and nothing changed, where `state` is none of ours.
    bool restoreState(const QByteArray& state);

    /// Below this width the inspector is an overlay.
    static constexpr int narrow = 1200;

Q_SIGNALS:
    void shownChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] bool isNarrow() const { return width() < narrow; }
    void place();
    void placeOverlay();

    const Theme& m_theme;
    QSplitter* m_splitter;
    QWidget* m_prompt;
    QWidget* m_centre;
    QWidget* m_inspector;
    QWidget* m_frame; ///< holds the inspector, with the hairline at its left when it lies over the centre
    bool m_promptShown = true;
    bool m_inspectorShown = true; ///< in a wide window
    bool m_overlayShown = false; ///< in a narrow one
    int m_inspectorWidth = 0; ///< in a wide window, kept while it is narrow
};

} // namespace headwaters
