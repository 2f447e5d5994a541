console.log('migrated', process.env.DATABASE_PASSWORD.length);
