-- Rounds change their days, give one office longer, and are withdrawn; a program that sends a return twice under one key sends it once.

ALTER TABLE "stat_collection" ADD COLUMN "withdrawn_at" TEXT NULL;
ALTER TABLE "stat_collection" ADD COLUMN "withdrawn_reason" TEXT NULL;
ALTER TABLE "stat_return" ADD COLUMN "locks_on" TEXT NULL;
ALTER TABLE "stat_return" ADD COLUMN "extension_reason" TEXT NULL;
ALTER TABLE "stat_return" ADD COLUMN "request_key" TEXT NULL;

DROP INDEX "ix_stat_collection_form_period_owner_id";
CREATE UNIQUE INDEX "ix_stat_collection_form_period_owner_id" ON "stat_collection" ("form", "period", "owner_id") WHERE withdrawn_at IS NULL;

-- down

DROP INDEX "ix_stat_collection_form_period_owner_id";
DELETE FROM "stat_dispute" WHERE "return_id" IN (SELECT r."id" FROM "stat_return" r JOIN "stat_collection" c ON c."id" = r."collection_id" WHERE c."withdrawn_at" IS NOT NULL);
DELETE FROM "stat_return" WHERE "collection_id" IN (SELECT "id" FROM "stat_collection" WHERE "withdrawn_at" IS NOT NULL);
DELETE FROM "stat_collection" WHERE "withdrawn_at" IS NOT NULL;
CREATE UNIQUE INDEX "ix_stat_collection_form_period_owner_id" ON "stat_collection" ("form", "period", "owner_id");
ALTER TABLE "stat_return" DROP COLUMN "request_key";
ALTER TABLE "stat_return" DROP COLUMN "extension_reason";
ALTER TABLE "stat_return" DROP COLUMN "locks_on";
ALTER TABLE "stat_collection" DROP COLUMN "withdrawn_reason";
ALTER TABLE "stat_collection" DROP COLUMN "withdrawn_at";
