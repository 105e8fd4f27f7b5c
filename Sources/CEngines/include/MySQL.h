// What MariaDB's Connector/C (mysql.h, version 3) tells of a column, in our own words. The interface is stable.
#pragma once

typedef struct {
    const char *name;
    const char *original_name;
    const char *table;
    const char *original_table;
    const char *database;
    const char *catalog;
    const char *standard;
    unsigned long length;
    unsigned long longest;
    unsigned int name_length;
    unsigned int lengths[6];
    unsigned int flags;
    unsigned int decimals;
    unsigned int characters;
    int type;
    void *extension;
} mysql_column;
