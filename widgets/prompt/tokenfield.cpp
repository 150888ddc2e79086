#include "widgets/prompt/tokenfield.h"

#include "widgets/common/tokenchip.h"
#include "widgets/prompt/tokenentry.h"
#include "widgets/theme/metrics.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyleOptionFrame>

#include <algorithm>

namespace headwaters {

namespace {

constexpr int sidePadding = 8;
constexpr int widestChip = 116;
constexpr int narrowestChip = 40;
constexpr int noteWidth = 320;

/// A person types a space where the list shows its sign.
class TokenCompleter : public QCompleter {
public:
    using QCompleter::QCompleter;

    [[nodiscard]] QStringList splitPath(const QString& path) const override
    {
        QString label = path;
        return {label.replace(QLatin1Char(' '), QChar(0x00b7))};
    }
};

int nameWidth(const QString& name)
{
    return QFontMetrics(Theme::font(TextStyle::Label)).horizontalAdvance(name);
}

} // namespace

TokenField::TokenField(const Theme& theme, const QString& name, QWidget* parent)
    : QLineEdit(parent),
      m_theme(theme),
      m_name(name),
      m_candidates(new QStandardItemModel(this)),
      m_completer(new TokenCompleter(m_candidates, this))
{
    setObjectName(name + QStringLiteral("Field"));
    setFixedHeight(metrics::controlLarge);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFont(Theme::mono(TextStyle::Label));
    setTextMargins(nameWidth(name) + sidePadding, 0, 0, 0);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setMaxVisibleItems(12);
    m_completer->popup()->setFont(Theme::mono(TextStyle::Label));
    m_completer->popup()->setAccessibleName(tr("Likeliest tokens"));
    setCompleter(m_completer);
    connect(this, &QLineEdit::returnPressed, this, &TokenField::commit);
    connect(this, &QLineEdit::textEdited, this, [this] { showError({}); });
    connect(
        m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
        [this](const QModelIndex& index) { choose(TokenId(index.data(Qt::UserRole).toInt())); });
    connect(&m_theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    showValue();
}

TokenField::~TokenField()
{
    // The note belongs to the window, which may go first or last.
    if (m_note != nullptr)
        disconnect(m_note, nullptr, this, nullptr);
    delete m_note;
}

void TokenField::setTokenizer(std::shared_ptr<const Tokenizer> tokenizer)
{
    m_tokenizer = std::move(tokenizer);
    m_value.reset();
    m_automatic.reset();
    m_forbidden.reset();
    showError({});
    showValue();
}

void TokenField::setCandidates(const std::vector<Prediction>& candidates)
{
    m_candidates->clear();
    for (const Prediction& candidate : candidates) {
        auto* item = new QStandardItem(tokenLabel(candidate.token));
        item->setData(candidate.token.id, Qt::UserRole);
        item->setToolTip(tr("probability %1").arg(candidate.probability, 0, 'f', 3));
        m_candidates->appendRow(item);
    }
}

void TokenField::setValue(std::optional<TokenId> value)
{
    m_value = value;
    showError({});
    showValue();
}

void TokenField::setAutomatic(std::optional<TokenId> token)
{
    m_automatic = token;
    if (!hasFocus())
        showValue();
    describe();
}

void TokenField::setForbidden(std::optional<TokenId> token, const QString& reason)
{
    m_forbidden = token;
    m_forbiddenReason = reason;
}

QString TokenField::labelOf(std::optional<TokenId> token) const
{
    return token && m_tokenizer ? tokenLabel(m_tokenizer->token(*token)) : QString();
}

QString TokenField::shownText() const
{
    const QString label = labelOf(m_value ? m_value : m_automatic);
    return label.isEmpty() ? QStringLiteral("–") : label;
}

void TokenField::showValue()
{
    setText(labelOf(m_value));
    setModified(false);
    describe();
    updateGeometry();
    update();
}

void TokenField::describe()
{
    const QString how = tr("Type the exact text of one token, with its leading space, or # and its number.");
    setPlaceholderText(labelOf(m_automatic));
    setAccessibleName(tr("%1 token").arg(m_name));
    setAccessibleDescription(!m_error.isEmpty() ? m_error : tr("%1. %2").arg(shownText(), how));
    const QString state = m_value
        ? tr("The %1 is %2. Empty the field to leave it to the model.").arg(m_name, shownText())
        : tr("The %1 is %2, chosen by the model.").arg(m_name, shownText());
    setToolTip(!m_error.isEmpty() ? m_error : state + QLatin1Char('\n') + how);
}

void TokenField::commit()
{
    if (!isModified() || !m_tokenizer)
        return;
    const TokenEntry entry = readTokenEntry(*m_tokenizer, text(), m_name);
    if (!entry.error.isEmpty())
        showError(entry.error);
    else
        choose(entry.token);
}

void TokenField::choose(std::optional<TokenId> value)
{
    if (value && value == m_forbidden) {
        showError(m_forbiddenReason);
        return;
    }
    const bool changed = value != m_value;
    setValue(value);
    selectAll();
    if (changed)
        Q_EMIT valueChosen(value);
}

void TokenField::showError(const QString& error)
{
    if (error.isEmpty() && m_error.isEmpty())
        return;
    m_error = error;
    describe();
    update();
    if (error.isEmpty()) {
        if (m_note != nullptr)
            m_note->hide();
        return;
    }
    if (m_note == nullptr) {
        m_note = new QLabel(window());
        m_note->setObjectName(m_name + QStringLiteral("Error"));
        m_note->setWordWrap(true);
        m_note->setMargin(metrics::gap);
        m_note->setAutoFillBackground(true);
        m_note->setFrameStyle(int(QFrame::Box) | int(QFrame::Plain));
        connect(m_note, &QObject::destroyed, this, [this] { m_note = nullptr; });
    }
    QPalette palette = m_note->palette();
    palette.setColor(QPalette::Window, m_theme.colours().panel);
    palette.setColor(QPalette::WindowText, m_theme.colours().danger);
    m_note->setPalette(palette);
    m_note->setFont(Theme::font(TextStyle::Label));
    m_note->setText(error);
    m_note->resize(noteWidth, m_note->heightForWidth(noteWidth));
    QPoint at = mapTo(window(), QPoint(0, height() + 4));
    at.setX(std::clamp(at.x(), 0, std::max(0, window()->width() - noteWidth)));
    m_note->move(at);
    m_note->show();
    m_note->raise();
}

void TokenField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && (isModified() || !m_error.isEmpty())) {
        showError({});
        showValue();
        selectAll();
        return;
    }
    if (event->key() == Qt::Key_Down && !m_completer->popup()->isVisible()) {
        m_completer->setCompletionPrefix(QString());
        m_completer->complete();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void TokenField::focusInEvent(QFocusEvent* event)
{
    QLineEdit::focusInEvent(event);
    if (event->reason() != Qt::PopupFocusReason)
        selectAll();
    update();
}

void TokenField::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() == Qt::PopupFocusReason || event->reason() == Qt::ActiveWindowFocusReason)
        return;
    const bool told = !m_error.isEmpty();
    if (!told)
        commit();
    // Text that is not in force must not look as if it were: the last good value returns. An error that was
    // not read yet stays until the field is entered again.
    if (told)
        showError({});
    showValue();
}

void TokenField::hideEvent(QHideEvent* event)
{
    QLineEdit::hideEvent(event);
    showError({});
}

QSize TokenField::sizeHint() const
{
    const int chip = int(tokenChipWidth({hasFocus() ? text() : shownText()}));
    return {
        nameWidth(m_name) + 3 * sidePadding + std::clamp(chip, narrowestChip, widestChip),
        metrics::controlLarge};
}

QSize TokenField::minimumSizeHint() const
{
    return {nameWidth(m_name) + 3 * sidePadding + narrowestChip, metrics::controlLarge};
}

void TokenField::paintEvent(QPaintEvent* event)
{
    const Colours& colours = m_theme.colours();
    if (hasFocus()) {
        QLineEdit::paintEvent(event);
    } else {
        QPainter painter(this);
        QStyleOptionFrame option;
        initStyleOption(&option);
        style()->drawPrimitive(QStyle::PE_PanelLineEdit, &option, &painter, this);
    }
    QPainter painter(this);
    painter.setFont(Theme::font(TextStyle::Label));
    painter.setPen(colours.text2);
    painter.drawText(QRect(sidePadding, 0, width(), height()), Qt::AlignVCenter, m_name);
    if (!hasFocus()) {
        TokenChip chip{shownText()};
        chip.hollow = !m_value;
        const int left = nameWidth(m_name) + 2 * sidePadding;
        const double width = std::min(tokenChipWidth(chip), double(this->width() - left - sidePadding));
        paintTokenChip(
            painter, QRectF(left, (height() - metrics::chip) / 2.0, width, metrics::chip), chip, colours);
    }
    if (!m_error.isEmpty()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colours.danger, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(
            QRectF(rect()).adjusted(1, 1, -1, -1), metrics::radiusControl, metrics::radiusControl);
    }
}

} // namespace headwaters
