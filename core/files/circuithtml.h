#pragma once

#include "core/circuit/circuit.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace headwaters {

/// What stands around a circuit on its page.
struct CircuitPage {
    QString title; ///< `Mary − John`
    QStringList provenance; ///< `Provenance::lines`
};

/// A circuit as one HTML page that needs nothing else: the graph as `layOut` places it, with a threshold,
/// details on click and by keyboard, a table of the edges, and the provenance below; light or dark as the
/// system has it, or by a switch. It fetches nothing and may not (Content-Security-Policy). Texts of the
/// circuit stand in it as JSON in ASCII and reach the page as text only. The same circuit gives the same
/// bytes. Needs the resources
/// `:/circuitpage` and `:/theme`.
[[nodiscard]] QByteArray circuitHtml(const Circuit& circuit, const CircuitPage& page);

} // namespace headwaters
