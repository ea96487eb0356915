package io.millrace.tools.torture.offline;

import io.millrace.tools.torture.Fault;

/** A fault that needs no running engine beside it. */
interface OfflineFault extends Fault {
    @Override
    default Lane lane() {
        return Lane.OFFLINE;
    }
}
