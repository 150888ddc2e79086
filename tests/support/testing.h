#pragma once

// What every test file of ours shares: Catch2 with QString printed readably, and where the test data lie.

#include <QByteArray>
#include <QString>

#include <ostream>

// Found by Catch2 through argument-dependent lookup; must stand before catch.hpp.
inline std::ostream& operator<<(std::ostream& out, const QString& text)
{
    return out << '"' << text.toStdString() << '"';
}
inline std::ostream& operator<<(std::ostream& out, const QByteArray& bytes)
{
    return out << '"' << bytes.toPercentEncoding(" ,.;:!?").toStdString() << '"';
}

#include <catch2/catch.hpp>

namespace headwaters {

/// A file of tests/data.
inline QString testData(const QString& name)
{
    return QStringLiteral(HEADWATERS_TEST_DATA "/") + name;
}

/// The bundled model.
inline QString demoModel()
{
    return QStringLiteral(HEADWATERS_SOURCE "/resources/demo");
}

} // namespace headwaters
