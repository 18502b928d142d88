#ifndef HEARTH_CSQLITE_SHIM_H
#define HEARTH_CSQLITE_SHIM_H

#include <sqlite3.h>

/* What Swift cannot import: a variadic function, and a macro that is a cast function pointer. */

/* Closing the connection then neither copies the write-ahead log nor deletes it. */
static inline int hearth_sqlite_keep_log_on_close(sqlite3 *connection)
{
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/* SQLite copies the text before this returns. */
static inline int hearth_sqlite_bind_text(sqlite3_stmt *statement, int index,
                                          const char *text, int length)
{
    return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}

#endif
