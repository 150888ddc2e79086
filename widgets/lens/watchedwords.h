#pragma once

#include "widgets/common/runmodel.h"
#include "widgets/lens/lensmodel.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QHBoxLayout;

namespace headwaters {

class TokenField;

/// The field that adds a word to the rank watch, and a button for each added word that takes it away again.
class WatchedWords : public QWidget {
    Q_OBJECT

public:
    WatchedWords(const Theme& theme, LensModel& model, const RunModel& run, QWidget* parent = nullptr);

    [[nodiscard]] TokenField& field() { return *m_field; }
    /// The buttons' labels, in order.
    [[nodiscard]] QStringList shownWords() const;
    /// As if the n-th button were clicked.
    void remove(int index);

private:
    void followModel();
    void followRun();
    void refresh();

    const Theme& m_theme;
    LensModel& m_model;
    const RunModel& m_run;
    TokenField* m_field;
    QHBoxLayout* m_row;
    std::vector<QWidget*> m_buttons;
};

} // namespace headwaters
