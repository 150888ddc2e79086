#pragma once

#include "widgets/prompt/nexttokenmodel.h"
#include "widgets/theme/theme.h"

#include <QTableView>

namespace headwaters {

/// The next-token bars: token, probability with a bar for this run and a thin one for the pinned run, logit,
/// rank, change. A click or Enter on a row makes its token the target, Shift+click or Shift+Enter the rival.
class NextTokenTable : public QTableView {
    Q_OBJECT

public:
    explicit NextTokenTable(const Theme& theme, QWidget* parent = nullptr);

    /// `listed` of the rows are the likeliest; the others follow below a line.
    void setRows(std::vector<NextTokenRow> rows, int listed);
    [[nodiscard]] const NextTokenModel& rows() const { return *m_model; }
    /// True where the rows belong to a prompt that has changed since.
    void setStale(bool stale);

    /// Room in front of each token for the sign of target and rival.
    static constexpr int gutter = 9;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void targetChosen(headwaters::TokenId token);
    void rivalChosen(headwaters::TokenId token);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void choose(int row, bool asRival);
    void fitColumns();
    void redress();

    const Theme& m_theme;
    NextTokenModel* m_model;
    bool m_stale = false;
};

} // namespace headwaters
