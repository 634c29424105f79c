#include "floor.h"

#include <sqlite3.h>
#include <stdlib.h>

// The rows that any store of tokens needs: the names, unique and found by workflow, and the token. The
// pragmas are those of the ledger.
static const char *const schema =
    "PRAGMA trusted_schema = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
    "PRAGMA wal_autocheckpoint = 4096;"
    "CREATE TABLE entry (seq INTEGER PRIMARY KEY, recorded INTEGER NOT NULL, wid TEXT, jti TEXT NOT NULL,"
    " iss TEXT NOT NULL, token BLOB NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX entry_name ON entry (jti, wid); CREATE INDEX entry_workflow ON entry (wid)";

struct floor_store {
    sqlite3 *database;
    sqlite3_stmt *insert, *begin, *commit;
};

floor_store *floor_store_open(const char *path)
{
    floor_store *store = calloc(1, sizeof *store);
    if (sqlite3_open(path, &store->database) != SQLITE_OK
        || sqlite3_exec(store->database, schema, NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_prepare_v3(store->database, "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", -1,
                              SQLITE_PREPARE_PERSISTENT, &store->insert, NULL) != SQLITE_OK
        || sqlite3_prepare_v2(store->database, "BEGIN IMMEDIATE", -1, &store->begin, NULL) != SQLITE_OK
        || sqlite3_prepare_v2(store->database, "COMMIT", -1, &store->commit, NULL) != SQLITE_OK)
        return NULL;
    return store;
}

void floor_store_close(floor_store *store)
{
    sqlite3_finalize(store->insert);
    sqlite3_finalize(store->begin);
    sqlite3_finalize(store->commit);
    sqlite3_close(store->database);
    free(store);
}

static int run(sqlite3_stmt *statement)
{
    int done = sqlite3_step(statement) == SQLITE_DONE;
    return sqlite3_reset(statement) == SQLITE_OK && done;
}

int floor_store_begin(floor_store *store) { return run(store->begin); }

int floor_store_commit(floor_store *store) { return run(store->commit); }

int floor_store_insert(floor_store *store, int64_t sequence, int64_t recorded, const char *wid,
                       const char *jti, const char *iss, const uint8_t *token, size_t size)
{
    sqlite3_bind_int64(store->insert, 1, sequence);
    sqlite3_bind_int64(store->insert, 2, recorded);
    sqlite3_bind_text(store->insert, 3, wid, -1, SQLITE_STATIC);
    sqlite3_bind_text(store->insert, 4, jti, -1, SQLITE_STATIC);
    sqlite3_bind_text(store->insert, 5, iss, -1, SQLITE_STATIC);
    sqlite3_bind_blob(store->insert, 6, token, (int)size, SQLITE_STATIC);
    return run(store->insert);
}

const char *floor_sqlite_version(void) { return sqlite3_libversion(); }
