#pragma once

#include "widgets/theme/theme.h"

#include <QWidget>

class QPushButton;

namespace headwaters {

class DeterminateBar;
class ElidedLabel;

/// A view's job under way: what it does and how far it has come, and Cancel. Hidden while none runs.
class ProgressLine : public QWidget {
    Q_OBJECT

public:
    /// `doing` is the job in one word, `Tracing`; `cancelTip` says what Cancel does.
    ProgressLine(
        const Theme& theme, const QString& doing, const QString& cancelTip, QWidget* parent = nullptr);

    /// Follows a model that has `isRunning`, `progressText`, `done`, `total`, `cancel` and `stateChanged`.
    template <typename Model> void follow(Model& model)
    {
        connect(this, &ProgressLine::cancelWanted, &model, &Model::cancel);
        const auto refresh = [this, &model] {
            setProgress(model.isRunning(), model.progressText(), model.done(), model.total());
        };
        connect(&model, &Model::stateChanged, this, refresh);
        refresh();
    }
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton& cancelButton() { return *m_cancel; }

Q_SIGNALS:
    void cancelWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void setProgress(bool running, const QString& text, int done, int total);

    const Theme& m_theme;
    QString m_doing;
    ElidedLabel* m_text;
    DeterminateBar* m_bar;
    QPushButton* m_cancel;
};

} // namespace headwaters
