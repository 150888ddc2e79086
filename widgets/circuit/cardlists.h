#pragma once

#include "widgets/circuit/edgecard.h"
#include "widgets/circuit/edgeshape.h"
#include "widgets/common/accessibleparts.h"
#include "widgets/theme/theme.h"

#include <QWidget>

namespace headwaters {

/// The line of an edge as the graph draws it, its side in words, and the token it is written at.
class EdgeSideLine : public QWidget {
    Q_OBJECT

public:
    explicit EdgeSideLine(const Theme& theme, QWidget* parent = nullptr);

    void setEdge(EdgeLook look, const QString& side, const QString& place);

    [[nodiscard]] QSize sizeHint() const override { return {200, 26}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    EdgeLook m_look = EdgeLook::Query;
    QString m_side;
    QString m_place;
};

/// What each direction adds: label, signed bar, value, share; then the sum. A click or an arrow key chooses
/// the direction whose tokens are read.
class DirectionList : public QWidget, public AccessibleParts {
    Q_OBJECT

public:
    explicit DirectionList(const Theme& theme, QWidget* parent = nullptr);

    void setLines(const std::vector<DirectionLine>& lines, const QString& sum, std::optional<int> chosen);
    [[nodiscard]] const std::vector<DirectionLine>& lines() const { return m_lines; }

    [[nodiscard]] int partCount() const override { return static_cast<int>(m_lines.size()); }
    [[nodiscard]] QString partText(int part) const override;
    [[nodiscard]] QRect partRect(int part) const override;
    [[nodiscard]] const QWidget* partSurface() const override { return this; }
    [[nodiscard]] int partAt(const QPoint& point) const override;
    [[nodiscard]] int lockedPart() const override;
    void togglePart(int part) override;

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void directionChosen(int direction);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    void step(int by);

    const Theme& m_theme;
    std::vector<DirectionLine> m_lines;
    QString m_sum;
    std::optional<int> m_chosen;
};

/// The tokens that a direction reads on either side, beside each other, and below them what it writes.
class ReadingColumns : public QWidget {
    Q_OBJECT

public:
    explicit ReadingColumns(const Theme& theme, QWidget* parent = nullptr);

    void setTokens(
        const std::vector<ReadToken>& query, const std::vector<ReadToken>& key,
        const std::vector<ReadToken>& written);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] std::size_t upperRows() const { return std::max(m_query.size(), m_key.size()); }

    const Theme& m_theme;
    std::vector<ReadToken> m_query;
    std::vector<ReadToken> m_key;
    std::vector<ReadToken> m_written;
};

/// What a change did: label, target minus rival, attention; what was tried last on a tinted row.
class TrialRows : public QWidget {
    Q_OBJECT

public:
    explicit TrialRows(const Theme& theme, QWidget* parent = nullptr);

    void setTrials(const std::vector<TrialLine>& trials, const QString& pair);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    std::vector<TrialLine> m_trials;
    QString m_pair;
};

} // namespace headwaters
