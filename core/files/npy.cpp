#include "core/files/npy.h"

#include "core/base/error.h"

#include <QRegularExpression>
#include <QtEndian>

#include <bit>

namespace headwaters {

namespace {

const QByteArray magic = QByteArrayLiteral("\x93NUMPY");

struct Header {
    QString dtype; ///< `<f4`
    std::vector<std::int64_t> shape;
    qsizetype dataBegin = 0;
};

class Reader {
public:
    Reader(const QByteArray& bytes, const QString& name) : m_bytes(bytes), m_name(name) { }

    NamedTensor read()
    {
        const Header header = readHeader();
        NamedTensor tensor;
        tensor.shape = header.shape;
        if (header.dtype == QLatin1String("<f4"))
            fill<quint32>(header, tensor, [](quint32 bits) { return std::bit_cast<float>(bits); });
        else if (header.dtype == QLatin1String("<f8"))
            fill<quint64>(header, tensor, [](quint64 bits) { return std::bit_cast<double>(bits); });
        else if (header.dtype == QLatin1String("<i4"))
            fill<qint32>(header, tensor, [](qint32 value) { return value; });
        else if (header.dtype == QLatin1String("<i8"))
            fill<qint64>(header, tensor, [](qint64 value) { return value; });
        else if (header.dtype == QLatin1String("|b1"))
            fill<quint8>(header, tensor, [](quint8 value) { return value == 0 ? 0 : 1; });
        else
            throw error(QStringLiteral("dtype %1 is not one of <f4, <f8, <i4, <i8, |b1")
                            .arg(forMessage(header.dtype, 40)));
        return tensor;
    }

private:
    [[nodiscard]] Error error(const QString& what) const
    {
        return badInput(QStringLiteral("%1: %2").arg(forMessage(m_name, 300), what));
    }

    Header readHeader()
    {
        if (!m_bytes.startsWith(magic) || m_bytes.size() < 10)
            throw error(QStringLiteral("no NumPy array (%1 bytes)").arg(m_bytes.size()));
        const int version = m_bytes[6];
        if (version < 1 || version > 3)
            throw error(QStringLiteral("NumPy format version %1 is not one of 1, 2, 3").arg(version));
        const qsizetype begin = version == 1 ? 10 : 12;
        if (m_bytes.size() < begin)
            throw error(QStringLiteral("the NumPy header is cut off"));
        const qint64 length = version == 1 ? qFromLittleEndian<quint16>(m_bytes.constData() + 8)
                                           : qFromLittleEndian<quint32>(m_bytes.constData() + 8);
        if (length > m_bytes.size() - begin) {
            throw error(QStringLiteral("the NumPy header is said to be %1 bytes long, but only %2 follow")
                            .arg(length)
                            .arg(m_bytes.size() - begin));
        }
        return parseHeader(QString::fromUtf8(m_bytes.constData() + begin, length), begin + length);
    }

    // A Python literal: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
    [[nodiscard]] Header parseHeader(const QString& text, qsizetype dataBegin) const
    {
        static const QRegularExpression dtype(QStringLiteral("'descr'\\s*:\\s*'([^']*)'"));
        static const QRegularExpression order(QStringLiteral("'fortran_order'\\s*:\\s*(True|False)"));
        static const QRegularExpression shape(QStringLiteral("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)"));
        Header header;
        header.dataBegin = dataBegin;
        const auto dtypeMatch = dtype.match(text);
        const auto orderMatch = order.match(text);
        const auto shapeMatch = shape.match(text);
        if (!dtypeMatch.hasMatch() || !orderMatch.hasMatch() || !shapeMatch.hasMatch())
            throw error(QStringLiteral("the NumPy header lacks descr, fortran_order or shape"));
        if (orderMatch.captured(1) == QLatin1String("True"))
            throw error(QStringLiteral("fortran_order is True; only C order is read"));
        header.dtype = dtypeMatch.captured(1);
        for (const QString& item : shapeMatch.captured(1).split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            if (item.trimmed().isEmpty())
                continue;
            bool isNumber = false;
            header.shape.push_back(item.trimmed().toLongLong(&isNumber));
            if (!isNumber)
                throw error(QStringLiteral("shape holds %1").arg(forMessage(item, 40)));
        }
        return header;
    }

    template <typename Stored, typename Convert>
    void fill(const Header& header, NamedTensor& tensor, const Convert& convert) const
    {
        std::uint64_t needed = sizeof(Stored);
        for (const std::int64_t length : header.shape) {
            if (__builtin_mul_overflow(needed, static_cast<std::uint64_t>(length), &needed))
                throw error(QStringLiteral("its shape needs more bytes than 64 bits can count"));
        }
        const auto present = static_cast<std::uint64_t>(m_bytes.size() - header.dataBegin);
        if (needed != present)
            throw error(
                QStringLiteral("its shape needs %1 bytes, but %2 are there").arg(needed).arg(present));
        tensor.values.resize(needed / sizeof(Stored));
        const char* next = m_bytes.constData() + header.dataBegin;
        for (float& value : tensor.values) {
            value = static_cast<float>(convert(qFromLittleEndian<Stored>(next)));
            next += sizeof(Stored);
        }
    }

    const QByteArray& m_bytes;
    QString m_name;
};

} // namespace

QByteArray npyHeader(const std::vector<std::int64_t>& shape)
{
    QByteArray lengths;
    for (const std::int64_t length : shape)
        lengths += QByteArray::number(static_cast<qint64>(length)) + ", ";
    if (!lengths.isEmpty())
        lengths.chop(shape.size() == 1 ? 1 : 2); // Python's one-tuple keeps its comma: (3,)
    QByteArray header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + lengths + "), }";
    const qsizetype unpadded = magic.size() + 4 + header.size() + 1;
    header += QByteArray((64 - unpadded % 64) % 64, ' ') + '\n';
    QByteArray length(2, Qt::Uninitialized);
    qToLittleEndian(static_cast<quint16>(header.size()), length.data());
    return magic + QByteArray("\x01\x00", 2) + length + header;
}

NamedTensor parseNpy(const QByteArray& bytes, const QString& name)
{
    return Reader(bytes, name).read();
}

} // namespace headwaters
