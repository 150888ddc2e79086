#include "widgets/head/directionpanels.h"

#include "widgets/common/elidedlabel.h"
#include "widgets/common/numberformat.h"
#include "widgets/common/runmodel.h"
#include "widgets/head/directionmodel.h"
#include "widgets/head/directiontable.h"
#include "widgets/head/directionviews.h"
#include "widgets/head/firstdirections.h"
#include "widgets/selection/selection.h"
#include "widgets/theme/metrics.h"

#include <QComboBox>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int twoColumns = 560; // from this width on
constexpr int firstRow = 42;
constexpr int wordsRows = 102; // a heading and five words
constexpr int highestScoreRow = 190;
constexpr int highestSpectrum = 220;
constexpr int patience = 120; // milliseconds

} // namespace

DirectionPanels::DirectionPanels(
    const Theme& theme, DirectionModel& directions, RunModel& model, Selection& selection, QWidget* parent)
    : DimmedArea(theme, parent),
      m_directions(directions),
      m_model(model),
      m_selection(selection),
      m_content(std::make_shared<DirectionContent>()),
      m_first(new FirstDirections(theme, this)),
      m_scoreRow(new ScoreRowView(theme, this)),
      m_spectrum(new SpectrumView(theme, this)),
      m_wordsTitle(new ElidedLabel(theme, Theme::font(TextStyle::Caption, 600), &Colours::text, this)),
      m_embedding(new QComboBox(this)),
      m_words(new DirectionWords(theme, this)),
      m_table(new DirectionTable(this))
{
    setAccessibleName(tr("Singular directions"));
    m_table->hide();
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, [this] { setDimmed(true); });
    m_embedding->addItem(tr("after first layer"), static_cast<int>(EmbeddingKind::Effective));
    m_embedding->addItem(tr("raw embedding"), static_cast<int>(EmbeddingKind::Raw));
    m_embedding->setAccessibleName(tr("What stands for a token"));
    m_embedding->setToolTip(
        tr("What stands for a token where a direction reads it: what it is after the first layer, alone in a "
           "prompt, or its row of W_E"));
    connect(m_embedding, &QComboBox::activated, this, [this](int index) {
        m_directions.setEmbedding(static_cast<EmbeddingKind>(m_embedding->itemData(index).toInt()));
    });
    connect(m_first, &FirstDirections::chosen, this, [this](int k) {
        m_directions.setFirst(k >= m_content->dHead() ? DirectionModel::allDirections : k);
    });
    connect(m_scoreRow, &DirectionPicture::directionClicked, this, &DirectionPanels::toggle);
    connect(m_spectrum, &DirectionPicture::directionClicked, this, &DirectionPanels::toggle);
    connect(m_table, &DirectionTable::directionChosen, this, [this](int direction) {
        SelectionState state = m_selection.locked();
        state.direction = direction;
        m_selection.lock(state);
    });
    for (const auto signal : {&DirectionModel::changed, &DirectionModel::wantsChanged})
        connect(&directions, signal, this, &DirectionPanels::refresh);
    connect(&selection, &Selection::changed, this, &DirectionPanels::refresh);
    connect(&model, &RunModel::runChanged, this, &DirectionPanels::refresh);
}

void DirectionPanels::toggle(int direction)
{
    m_selection.toggleDirection(direction);
}

void DirectionPanels::setTableShown(bool shown)
{
    m_tableShown = shown;
    m_table->setVisible(shown);
    m_scoreRow->setVisible(!shown);
    m_spectrum->setVisible(!shown);
    arrange();
    refresh();
}

QString DirectionPanels::wordsTitle() const
{
    return m_wordsTitle->text();
}

void DirectionPanels::showEvent(QShowEvent* event)
{
    DimmedArea::showEvent(event);
    m_directions.setWanted(true);
    refresh();
}

void DirectionPanels::hideEvent(QHideEvent* event)
{
    DimmedArea::hideEvent(event);
    m_directions.setWanted(false);
}

void DirectionPanels::refresh()
{
    if (!isVisible())
        return;
    m_content = std::make_shared<DirectionContent>(DirectionContent::of(m_directions, m_model, m_selection));
    m_first->setContent(m_content);
    m_scoreRow->setContent(m_content);
    m_spectrum->setContent(m_content);
    m_words->setContent(m_content);
    if (m_tableShown)
        m_table->setContent(m_content);
    m_embedding->setCurrentIndex(m_embedding->findData(static_cast<int>(m_directions.embedding())));
    QString title =
        m_content->direction ? tr("Words of direction %1").arg(*m_content->direction) : tr("Words");
    if (!m_content->reading && m_directions.readingShare() < 1)
        title += tr(" · %1 of the vocabulary read").arg(shareText(m_directions.readingShare()));
    m_wordsTitle->setText(title);
    if (!m_content->isOld && m_model.state() == RunModel::State::Ready) {
        m_patience.stop();
        setDimmed(false);
    } else if (!isDimmed() && !m_patience.isActive()) {
        m_patience.start();
    }
}

QSize DirectionPanels::sizeHint() const
{
    return {420, wideHeight};
}

QSize DirectionPanels::minimumSizeHint() const
{
    return {320, 120};
}

void DirectionPanels::resizeEvent(QResizeEvent* event)
{
    DimmedArea::resizeEvent(event);
    arrange();
}

void DirectionPanels::arrange()
{
    const QRect room = rect().adjusted(metrics::pad, metrics::gap, -metrics::pad, -metrics::gap);
    const auto placeWords = [&](const QRect& area) {
        const int box = std::min(132, area.width() / 2);
        m_wordsTitle->setGeometry(area.left(), area.top(), area.width() - box - metrics::gap, metrics::row);
        m_embedding->setGeometry(area.right() + 1 - box, area.top(), box, metrics::row);
        m_words->setGeometry(
            area.left(), area.top() + metrics::row + 2, area.width(), area.height() - metrics::row - 2);
    };
    const int gap = 2 * metrics::gap;
    if (room.width() >= twoColumns) {
        const int left = (room.width() - gap) * 60 / 100;
        const int x = room.left() + left + gap;
        const int right = room.right() + 1 - x;
        m_first->setGeometry(room.left(), room.top(), left, firstRow);
        const QRect below(
            room.left(), room.top() + firstRow + 4, left, std::max(0, room.height() - firstRow - 4));
        m_scoreRow->setGeometry(below.left(), below.top(), left, std::min(below.height(), highestScoreRow));
        m_table->setGeometry(below);
        const int words = std::min(wordsRows + metrics::row, room.height());
        const int spectrum = std::min(std::max(0, room.height() - words - 4), highestSpectrum);
        m_spectrum->setGeometry(x, room.top(), right, spectrum);
        const int top = m_tableShown ? room.top() : room.top() + spectrum + 4;
        placeWords({x, top, right, room.bottom() + 1 - top});
        return;
    }
    // One column: everything in the order of reading.
    const int words = wordsRows + metrics::row + 80;
    const int rest = std::max(0, room.height() - firstRow - words - 2 * gap);
    m_first->setGeometry(room.left(), room.top(), room.width(), firstRow);
    int y = room.top() + firstRow + gap / 2;
    if (m_tableShown) {
        m_table->setGeometry(room.left(), y, room.width(), rest);
        y += rest + gap;
    } else {
        const int score = std::min(rest / 2, highestScoreRow);
        m_scoreRow->setGeometry(room.left(), y, room.width(), score);
        y += score + gap;
        const int spectrum = std::min(rest - rest / 2, highestSpectrum);
        m_spectrum->setGeometry(room.left(), y, room.width(), spectrum);
        y += spectrum + gap;
    }
    placeWords({room.left(), y, room.width(), std::max(0, room.bottom() + 1 - y)});
}

} // namespace headwaters
