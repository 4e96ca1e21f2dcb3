-- Rollups of calls have sketches: the number of rows in each bin of a logarithmic scale of durations. No value of a bin
-- differs from its middle by more than one per cent. The rollups of calls are created again, and filled from their rows.

CREATE OR REPLACE FUNCTION "botlens_bin"("value" integer) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT (1000 + CASE WHEN "value" < 0 THEN -1 ELSE 1 END * width_bucket(abs("value"::bigint), '{0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,52,54,56,58,60,62,64,66,68,70,72,74,76,78,80,82,84,86,88,90,92,94,96,98,100,103,106,109,112,115,118,121,124,127,130,133,136,139,142,145,148,151,155,159,163,167,171,175,179,183,187,191,195,199,203,208,213,218,223,228,233,238,243,248,253,259,265,271,277,283,289,295,301,308,315,322,329,336,343,350,358,366,374,382,390,398,406,415,424,433,442,451,461,471,481,491,501,512,523,534,545,556,568,580,592,604,617,630,643,656,670,684,698,712,727,742,757,773,789,805,822,839,856,874,892,910,929,948,967,987,1007,1028,1049,1070,1092,1114,1137,1160,1184,1208,1233,1258,1284,1310,1337,1364,1392,1420,1449,1478,1508,1539,1570,1602,1635,1668,1702,1737,1772,1808,1845,1882,1920,1959,1999,2039,2080,2122,2165,2209,2254,2300,2347,2394,2442,2491,2541,2592,2644,2697,2751,2807,2864,2922,2981,3041,3102,3165,3229,3294,3360,3428,3497,3567,3639,3712,3787,3863,3941,4020,4101,4184,4268,4354,4442,4531,4622,4715,4810,4907,5006,5107,5210,5315,5422,5531,5642,5755,5871,5989,6109,6232,6357,6485,6615,6748,6883,7021,7162,7306,7453,7603,7756,7912,8071,8233,8398,8566,8738,8913,9092,9274,9460,9650,9844,10041,10242,10447,10656,10870,11088,11310,11537,11768,12004,12245,12490,12740,12995,13255,13521,13792,14068,14350,14638,14931,15230,15535,15846,16163,16487,16817,17154,17498,17848,18205,18570,18942,19321,19708,20103,20506,20917,21336,21763,22199,22643,23096,23558,24030,24511,25002,25503,26014,26535,27066,27608,28161,28725,29300,29887,30485,31095,31717,32352,33000,33661,34335,35022,35723,36438,37167,37911,38670,39444,40233,41038,41859,42697,43551,44423,45312,46219,47144,48087,49049,50030,51031,52052,53094,54156,55240,56345,57472,58622,59795,60991,62211,63456,64726,66021,67342,68689,70063,71465,72895,74353,75841,77358,78906,80485,82095,83737,85412,87121,88864,90642,92455,94305,96192,98116,100079,102081,104123,106206,108331,110498,112708,114963,117263,119609,122002,124443,126932,129471,132061,134703,137398,140146,142949,145808,148725,151700,154735,157830,160987,164207,167492,170842,174259,177745,181300,184927,188626,192399,196247,200172,204176,208260,212426,216675,221009,225430,229939,234538,239229,244014,248895,253873,258951,264131,269414,274803,280300,285907,291626,297459,303409,309478,315668,321982,328422,334991,341691,348525,355496,362606,369859,377257,384803,392500,400351,408359,416527,424858,433356,442024,450865,459883,469081,478463,488033,497794,507750,517906,528265,538831,549608,560601,571814,583251,594917,606816,618953,631333,643960,656840,669977,683377,697045,710986,725206,739711,754506,769597,784989,800689,816703,833038,849699,866693,884027,901708,919743,938138,956901,976040,995561,1015473,1035783,1056499,1077629,1099182,1121166,1143590,1166462,1189792,1213588,1237860,1262618,1287871,1313629,1339902,1366701,1394036,1421917,1450356,1479364,1508952,1539132,1569915,1601314,1633341,1666008,1699329,1733316,1767983,1803343,1839410,1876199,1913723,1951998,1991038,2030859,2071477,2112907,2155166,2198270,2242236,2287081,2332823,2379480,2427070,2475612,2525125,2575628,2627141,2679684,2733278,2787944,2843703,2900578,2958590,3017762,3078118,3139681,3202475,3266525,3331856,3398494,3466464,3535794,3606510,3678641,3752214,3827259,3903805,3981882,4061520,4142751,4225607,4310120,4396323,4484250,4573936,4665415,4758724,4853899,4950977,5049997,5150997,5254017,5359098,5466280,5575606,5687119,5800862,5916880,6035218,6155923,6279042,6404623,6532716,6663371,6796639,6932572,7071224,7212649,7356902,7504041,7654122,7807205,7963350,8122618,8285071,8450773,8619789,8792185,8968029,9147390,9330338,9516945,9707284,9901430,10099459,10301449,10507478,10717628,10931981,11150621,11373634,11601107,11833130,12069793,12311189,12557413,12808562,13064734,13326029,13592550,13864402,14141691,14424525,14713016,15007277,15307423,15613572,15925844,16244361,16569249,16900634,17238647,17583420,17935089,18293791,18659667,19032861,19413519,19801790,20197826,20601783,21013819,21434096,21862778,22300034,22746035,23200956,23664976,24138276,24621042,25113463,25615733,26128048,26650609,27183622,27727295,28281841,28847478,29424428,30012917,30613176,31225440,31849949,32486948,33136687,33799421,34475410,35164919,35868218,36585583,37317295,38063641,38824914,39601413,40393442,41201311,42025338,42865845,43723162,44597626,45489579,46399371,47327359,48273907,49239386,50224174,51228658,52253232,53298297,54364263,55451549,56560580,57691792,58845628,60022541,61222992,62447452,63696402,64970331,66269738,67595133,68947036,70325977,71732497,73167147,74630490,76123100,77645563,79198475,80782445,82398094,84046056,85726978,87441518,89190349,90974156,92793640,94649513,96542504,98473355,100442823,102451680,104500714,106590729,108722544,110896995,113114935,115377234,117684779,120038475,122439245,124888030,127385791,129933507,132532178,135182822,137886479,140644209,143457094,146326236,149252761,152237817,155282574,158388226,161555991,164787111,168082854,171444512,174873403,178370872,181938290,185577056,189288598,193074370,196935858,200874576,204892068,208989910,213169709,217433104,221781767,226217403,230741752,235356588,240063720,244864995,249762295,254757541,259852692,265049746,270350741,275757756,281272912,286898371,292636339,298489066,304458848,310548025,316758986,323094166,329556050,336147172,342870116,349727519,356722070,363856512,371133643,378556316,386127443,393849992,401726992,409761532,417956763,426315899,434842217,443539062,452409844,461458041,470687202,480100947,489702966,499497026,509486967,519676707,530070242,540671647,551485080,562514782,573765078,585240380,596945188,608884092,621061774,633483010,646152671,659075725,672257240,685702385,699416433,713404762,727672858,742226316,757070843,772212260,787656506,803409637,819477830,835867387,852584735,869636430,887029159,904769743,922865138,941322441,960148890,979351868,998938906,1018917685,1039296039,1060081960,1081283600,1102909273,1124967459,1147466809,1170416146,1193824469,1217700959,1242054979,1266896079,1292234001,1318078682,1344440256,1371329062,1398755644,1426730757,1455265373,1484370681,1514058095,1544339257,1575226043,1606730564,1638865176,1671642480,1705075330,1739176837,1773960374,1809439582,1845628374,1882540942,1920191761,1958595597,1997767509,2037722860,2078477318,2120046865}'::bigint[]))::smallint$$;

CREATE OR REPLACE FUNCTION "botlens_bin_middle"("bin" smallint) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$SELECT sign("bin" - 1000) * ('{0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50.5,52.5,54.5,56.5,58.5,60.5,62.5,64.5,66.5,68.5,70.5,72.5,74.5,76.5,78.5,80.5,82.5,84.5,86.5,88.5,90.5,92.5,94.5,96.5,98.5,101,104,107,110,113,116,119,122,125,128,131,134,137,140,143,146,149,152.5,156.5,160.5,164.5,168.5,172.5,176.5,180.5,184.5,188.5,192.5,196.5,200.5,205,210,215,220,225,230,235,240,245,250,255.5,261.5,267.5,273.5,279.5,285.5,291.5,297.5,304,311,318,325,332,339,346,353.5,361.5,369.5,377.5,385.5,393.5,401.5,410,419,428,437,446,455.5,465.5,475.5,485.5,495.5,506,517,528,539,550,561.5,573.5,585.5,597.5,610,623,636,649,662.5,676.5,690.5,704.5,719,734,749,764.5,780.5,796.5,813,830,847,864.5,882.5,900.5,919,938,957,976.5,996.5,1017,1038,1059,1080.5,1102.5,1125,1148,1171.5,1195.5,1220,1245,1270.5,1296.5,1323,1350,1377.5,1405.5,1434,1463,1492.5,1523,1554,1585.5,1618,1651,1684.5,1719,1754,1789.5,1826,1863,1900.5,1939,1978.5,2018.5,2059,2100.5,2143,2186.5,2231,2276.5,2323,2370,2417.5,2466,2515.5,2566,2617.5,2670,2723.5,2778.5,2835,2892.5,2951,3010.5,3071,3133,3196.5,3261,3326.5,3393.5,3462,3531.5,3602.5,3675,3749,3824.5,3901.5,3980,4060,4142,4225.5,4310.5,4397.5,4486,4576,4668,4762,4858,4956,5056,5158,5262,5368,5476,5586,5698,5812.5,5929.5,6048.5,6170,6294,6420.5,6549.5,6681,6815,6951.5,7091,7233.5,7379,7527.5,7679,7833.5,7991,8151.5,8315,8481.5,8651.5,8825,9002,9182.5,9366.5,9554.5,9746.5,9942,10141,10344,10551,10762.5,10978.5,11198.5,11423,11652,11885.5,12124,12367,12614.5,12867,13124.5,13387.5,13656,13929.5,14208.5,14493.5,14784,15080,15382,15690,16004,16324.5,16651.5,16985,17325.5,17672.5,18026,18387,18755.5,19131,19514,19905,20304,20711,21126,21549,21980.5,22420.5,22869,23326.5,23793.5,24270,24756,25252,25758,26274,26800,27336.5,27884,28442.5,29012,29593,30185.5,30789.5,31405.5,32034,32675.5,33330,33997.5,34678,35372,36080,36802,37538.5,38290,39056.5,39838,40635,41448,42277.5,43123.5,43986.5,44867,45765,46681,47615,48567.5,49539,50530,51541,52572.5,53624.5,54697.5,55792,56908,58046.5,59208,60392.5,61600.5,62833,64090.5,65373,66681,68015,69375.5,70763.5,72179.5,73623.5,75096.5,76599,78131.5,79695,81289.5,82915.5,84574,86266,87992,89752.5,91548,93379.5,95248,97153.5,99097,101079.5,103101.5,105164,107268,109414,111602.5,113835,116112.5,118435.5,120805,123222,125687,128201,130765.5,133381.5,136050,138771.5,141547,144378,147266,150212,153217,156282,159408,162596.5,165849,169166.5,172550,176001.5,179522,183113,186776,190512,194322.5,198209,202173.5,206217.5,210342.5,214550,218841.5,223219,227684,232238,236883,241621,246454,251383.5,256411.5,261540.5,266772,272108,277551,283103,288766,294542,300433.5,306443,312572.5,318824.5,325201.5,331706,338340.5,345107.5,352010,359050.5,366232,373557.5,381029.5,388651,396425,404354.5,412442.5,420692,429106.5,437689.5,446444,455373.5,464481.5,473771.5,483247.5,492913,502771.5,512827.5,523085,533547.5,544219,555104,566207,577532,589083.5,600866,612884,625142.5,637646,650399.5,663408,676676.5,690210.5,704015,718095.5,732458,747108,762051,777292.5,792838.5,808695.5,824870,841368,858195.5,875359.5,892867,910725,928940,947519,966470,985800,1005516.5,1025627.5,1046140.5,1067063.5,1088405,1110173.5,1132377.5,1155025.5,1178126.5,1201689.5,1225723.5,1250238.5,1275244,1300749.5,1326765,1353301,1380368,1407976,1436136,1464859.5,1494157.5,1524041.5,1554523,1585614,1617327,1649674,1682668,1716322,1750649,1785662.5,1821376,1857804,1894960.5,1932860,1971517.5,2010948,2051167.5,2092191.5,2134036,2176717.5,2220252.5,2264658,2309951.5,2356151,2403274.5,2451340.5,2500368,2550376,2601384,2653412,2706480.5,2760610.5,2815823,2872140,2929583.5,2988175.5,3047939.5,3108899,3171077.5,3234499.5,3299190,3365174.5,3432478.5,3501128.5,3571151.5,3642575,3715427,3789736,3865531.5,3942843,4021700.5,4102135,4184178.5,4267863,4353221,4440286,4529092.5,4619675,4712069,4806311,4902437.5,5000486.5,5100496.5,5202506.5,5306557,5412688.5,5520942.5,5631362,5743990,5858870.5,5976048.5,6095570,6217482,6341832,6468669,6598043,6730004.5,6864605,7001897.5,7141936,7284775,7430471,7579081,7730663,7885277,8042983.5,8203844,8367921.5,8535280.5,8705986.5,8880106.5,9057709,9238863.5,9423641,9612114,9804356.5,10000444,10200453.5,10404463,10612552.5,10824804,11041300.5,11262127,11487370,11717118,11951461,12190490.5,12434300.5,12682987,12936647.5,13195381,13459289,13728475.5,14003046,14283107.5,14568770,14860146,15157349.5,15460497,15769707.5,16085102,16406804.5,16734941,17069640,17411033,17759254,18114439.5,18476728.5,18846263.5,19223189.5,19607654,19999807.5,20399804,20807800.5,21223957,21648436.5,22081405.5,22523034,22973495,23432965.5,23901625.5,24379658.5,24867252,25364597.5,25871890,26389328,26917115,27455458,28004567.5,28564659,29135952.5,29718672,30313046,30919307.5,31537694,32168448,32811817,33468053.5,34137415,34820164,35516568,36226900,36951438.5,37690467.5,38444277,39213163,39997427,40797376,41613324,42445591,43294503,44160393.5,45043602,45944474.5,46863364.5,47800632.5,48756646,49731779.5,50726415.5,51740944.5,52775764,53831279.5,54907905.5,56006064,57126185.5,58268709.5,59434084,60622766,61835221.5,63071926.5,64333366,65620034,66932435,68271084,69636506,71029236.5,72449821.5,73898818,75376794.5,76884331,78422018.5,79990459.5,81590269,83222074.5,84886516.5,86584247.5,88315933,90082252,91883897.5,93721576,95596008,97507929,99458088.5,101447251,103476196.5,105545721,107656636,109809769,112005964.5,114246084,116531006,118861626.5,121238859.5,123663637,126136910,128659648.5,131232842,133857499.5,136534650,139265343.5,142050651,144891664.5,147789498,150745288.5,153760195,156835399.5,159972108,163171550.5,166434982,169763682.5,173158957,176622137,180154580.5,183757672.5,187432826.5,191181483.5,195005113.5,198905216.5,202883321.5,206940988.5,211079809,215301406,219607435,223999584.5,228479577,233049169.5,237710153.5,242464357,247313644.5,252259917.5,257305116,262451218.5,267700243,273054248,278515333.5,284085641,289767354.5,295562702,301473956.5,307503436,313653505,319926575.5,326325107.5,332851610.5,339508643.5,346298817,353224794,360289290.5,367495077,374844979,382341879,389988717,397788491.5,405744261.5,413859147,422136330.5,430579057.5,439190639,447974452.5,456933942,466072621,475394074,484901956,494599995.5,504491996,514581836.5,524873474,535370944,546078363,556999930.5,568139929.5,579502728.5,591092783.5,602914639.5,614972932.5,627272391.5,639817840,652614197.5,665666482,678979812,692559408.5,706410597,720538809.5,734949586.5,749648579,764641551,779934382.5,795533071,811443733,827672608,844226060.5,861110582,878332794,895899450.5,913817440,932093789,950735665,969750378.5,989145386.5,1008928295,1029106861.5,1049688999,1070682779.5,1092096436,1113938365.5,1136217133.5,1158941477,1182120307,1205762713.5,1229877968.5,1254475528.5,1279565039.5,1305156341,1331259468.5,1357884658.5,1385042352.5,1412743200,1440998064.5,1469818026.5,1499214387.5,1529198675.5,1559782649.5,1590978303,1622797869.5,1655253827.5,1688358904.5,1722126083,1756568605,1791699977.5,1827533977.5,1864084657.5,1901366351,1939393678.5,1978181552.5,2017745184,2058100088.5,2099262091,2141247333.5}'::float8[])[abs("bin" - 1000)]$$;

DROP TRIGGER IF EXISTS "botlens_rows_added" ON "monitoring_embedding_calls";
DROP TRIGGER IF EXISTS "botlens_rows_changed" ON "monitoring_embedding_calls";
DROP TRIGGER IF EXISTS "botlens_rows_removed" ON "monitoring_embedding_calls";
DROP TRIGGER IF EXISTS "botlens_rows_truncated" ON "monitoring_embedding_calls";
DROP FUNCTION "botlens_roll_up_embedding_calls"();
DROP TABLE IF EXISTS "botlens_embedding_calls_deltas", "botlens_embedding_calls_rollups", "botlens_embedding_calls_sketches";

CREATE TABLE "botlens_embedding_calls_deltas" AS
    SELECT date_trunc('hour', "timestamp", 'UTC')::timestamptz(3) AS "hour", "bot_id", "pipeline_id", "model_name", "status", count(*) AS "row_count", sum("prompt_tokens") AS "prompt_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum("input_count") AS "input_count", array_agg(botlens_bin("duration")) AS "bins", array_agg(1) AS "counts"
    FROM "monitoring_embedding_calls" GROUP BY 1, 2, 3, 4, 5 WITH NO DATA;

CREATE TABLE "botlens_embedding_calls_rollups" WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(10) AS "grain", "hour" AS "period", "bot_id", "pipeline_id", "model_name", "status", "row_count", "prompt_tokens", "total_tokens", "duration", "input_count" FROM "botlens_embedding_calls_deltas" WITH NO DATA;

CREATE UNIQUE INDEX "botlens_embedding_calls_rollups_key" ON "botlens_embedding_calls_rollups"("grain", "period", "bot_id", "pipeline_id", "model_name", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_embedding_calls_rollups_bot_id_idx" ON "botlens_embedding_calls_rollups"("bot_id", "grain", "period");

CREATE INDEX "botlens_embedding_calls_rollups_pipeline_id_idx" ON "botlens_embedding_calls_rollups"("pipeline_id", "grain", "period");

CREATE TABLE "botlens_embedding_calls_sketches" WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(11) AS "grain", "hour" AS "period", "bot_id", "pipeline_id", "model_name", "status", "bins", "counts" FROM "botlens_embedding_calls_deltas" WITH NO DATA;

CREATE UNIQUE INDEX "botlens_embedding_calls_sketches_key" ON "botlens_embedding_calls_sketches"("grain", "period", "bot_id", "pipeline_id", "model_name", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_embedding_calls_sketches_bot_id_idx" ON "botlens_embedding_calls_sketches"("bot_id", "grain", "period");

CREATE INDEX "botlens_embedding_calls_sketches_pipeline_id_idx" ON "botlens_embedding_calls_sketches"("pipeline_id", "grain", "period");

CREATE OR REPLACE FUNCTION "botlens_embedding_calls_roll_up"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "botlens_embedding_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "prompt_tokens", "total_tokens", "duration", "input_count", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", count(*), sum("prompt_tokens"), sum("total_tokens"), sum("duration"), sum("input_count"), array_agg(botlens_bin("duration")), array_agg(1)
        FROM added GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "botlens_embedding_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "prompt_tokens", "total_tokens", "duration", "input_count", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", -count(*), -sum("prompt_tokens"), -sum("total_tokens"), -sum("duration"), -sum("input_count"), array_agg(botlens_bin("duration")), array_agg(-1)
        FROM removed GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO "botlens_embedding_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "prompt_tokens", "total_tokens", "duration", "input_count", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", sum(sign), sum(sign * "prompt_tokens"), sum(sign * "total_tokens"), sum(sign * "duration"), sum(sign * "input_count"), array_agg(botlens_bin("duration")), array_agg(sign)
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(sign) <> 0 OR sum(sign * "prompt_tokens") <> 0 OR sum(sign * "total_tokens") <> 0 OR sum(sign * "duration") <> 0 OR sum(sign * "input_count") <> 0 OR array_agg(botlens_bin("duration") ORDER BY botlens_bin("duration")) FILTER (WHERE sign = -1) IS DISTINCT FROM array_agg(botlens_bin("duration") ORDER BY botlens_bin("duration")) FILTER (WHERE sign = 1);
    ELSE
        TRUNCATE "botlens_embedding_calls_deltas", "botlens_embedding_calls_rollups", "botlens_embedding_calls_sketches";
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_embedding_calls_roll_up', current_schema());
END $$;

CREATE TRIGGER "botlens_rows_added" AFTER INSERT ON "monitoring_embedding_calls" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_embedding_calls_roll_up"();
CREATE TRIGGER "botlens_rows_changed" AFTER UPDATE ON "monitoring_embedding_calls" REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_embedding_calls_roll_up"();
CREATE TRIGGER "botlens_rows_removed" AFTER DELETE ON "monitoring_embedding_calls" REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_embedding_calls_roll_up"();
CREATE TRIGGER "botlens_rows_truncated" AFTER TRUNCATE ON "monitoring_embedding_calls"
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_embedding_calls_roll_up"();

-- What is stored already: the triggers make writers wait until it is there.
WITH hourly AS MATERIALIZED (
  SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "model_name", "status",
    sum(1) AS "row_count", sum("prompt_tokens") AS "prompt_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum("input_count") AS "input_count"
  FROM "monitoring_embedding_calls" WHERE TRUE GROUP BY 1, 2, 3, 4, 5)
INSERT INTO "botlens_embedding_calls_rollups" (grain, period, "bot_id", "pipeline_id", "model_name", "status", "row_count", "prompt_tokens", "total_tokens", "duration", "input_count")
  SELECT grain, date_trunc(unit, period, 'UTC') AS period, "bot_id", "pipeline_id", "model_name", "status", sum("row_count") AS "row_count", sum("prompt_tokens") AS "prompt_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum("input_count") AS "input_count"
  FROM hourly CROSS JOIN (VALUES ('hour', 'hour'), ('day', 'day'), ('month', 'month')) AS grains (grain, unit)
  GROUP BY 1, 2, 3, 4, 5, 6
  UNION ALL
  SELECT 'hour_total', period, NULL, NULL, NULL, NULL, sum("row_count") AS "row_count", sum("prompt_tokens") AS "prompt_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum("input_count") AS "input_count"
  FROM hourly GROUP BY period;

INSERT INTO "botlens_embedding_calls_sketches" (grain, period, "bot_id", "pipeline_id", "model_name", "status", bins, counts)
  SELECT grain, period, "bot_id", "pipeline_id", "model_name", "status", array_agg(bin) AS bins, array_agg(n) AS counts
  FROM (
  SELECT grain, date_trunc(unit, period, 'UTC') AS period, CASE WHEN NOT in_total THEN "bot_id" END AS "bot_id", CASE WHEN NOT in_total THEN "pipeline_id" END AS "pipeline_id", CASE WHEN NOT in_total THEN "model_name" END AS "model_name", CASE WHEN NOT in_total THEN "status" END AS "status", bin, sum(n)::integer AS n
  FROM (
  SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "model_name", "status",
    botlens_bin("duration") AS bin, count(*) AS n
  FROM "monitoring_embedding_calls" WHERE TRUE GROUP BY 1, 2, 3, 4, 5, 6) AS hourly CROSS JOIN (VALUES ('hour', 'hour', FALSE), ('hour_total', 'hour', TRUE), ('day', 'day', FALSE), ('day_total', 'day', TRUE), ('month', 'month', FALSE), ('month_total', 'month', TRUE)) AS grains (grain, unit, in_total)
  GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0) AS binned GROUP BY 1, 2, 3, 4, 5, 6;

DROP TRIGGER IF EXISTS "botlens_rows_added" ON "monitoring_llm_calls";
DROP TRIGGER IF EXISTS "botlens_rows_changed" ON "monitoring_llm_calls";
DROP TRIGGER IF EXISTS "botlens_rows_removed" ON "monitoring_llm_calls";
DROP TRIGGER IF EXISTS "botlens_rows_truncated" ON "monitoring_llm_calls";
DROP FUNCTION "botlens_roll_up_llm_calls"();
DROP TABLE IF EXISTS "botlens_llm_calls_deltas", "botlens_llm_calls_rollups", "botlens_llm_calls_sketches";

CREATE TABLE "botlens_llm_calls_deltas" AS
    SELECT date_trunc('hour', "timestamp", 'UTC')::timestamptz(3) AS "hour", "bot_id", "pipeline_id", "model_name", "status", count(*) AS "row_count", sum((status = 'success' AND total_tokens = 0)::int) AS "zero_token_successes", sum("input_tokens") AS "input_tokens", sum("output_tokens") AS "output_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum(coalesce(cost::numeric, 0)) AS "cost", array_agg(botlens_bin("duration")) AS "bins", array_agg(1) AS "counts"
    FROM "monitoring_llm_calls" GROUP BY 1, 2, 3, 4, 5 WITH NO DATA;

CREATE TABLE "botlens_llm_calls_rollups" WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(10) AS "grain", "hour" AS "period", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost" FROM "botlens_llm_calls_deltas" WITH NO DATA;

CREATE UNIQUE INDEX "botlens_llm_calls_rollups_key" ON "botlens_llm_calls_rollups"("grain", "period", "bot_id", "pipeline_id", "model_name", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_llm_calls_rollups_bot_id_idx" ON "botlens_llm_calls_rollups"("bot_id", "grain", "period");

CREATE INDEX "botlens_llm_calls_rollups_pipeline_id_idx" ON "botlens_llm_calls_rollups"("pipeline_id", "grain", "period");

CREATE TABLE "botlens_llm_calls_sketches" WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(11) AS "grain", "hour" AS "period", "bot_id", "pipeline_id", "model_name", "status", "bins", "counts" FROM "botlens_llm_calls_deltas" WITH NO DATA;

CREATE UNIQUE INDEX "botlens_llm_calls_sketches_key" ON "botlens_llm_calls_sketches"("grain", "period", "bot_id", "pipeline_id", "model_name", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_llm_calls_sketches_bot_id_idx" ON "botlens_llm_calls_sketches"("bot_id", "grain", "period");

CREATE INDEX "botlens_llm_calls_sketches_pipeline_id_idx" ON "botlens_llm_calls_sketches"("pipeline_id", "grain", "period");

CREATE OR REPLACE FUNCTION "botlens_llm_calls_roll_up"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "botlens_llm_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", count(*), sum((status = 'success' AND total_tokens = 0)::int), sum("input_tokens"), sum("output_tokens"), sum("total_tokens"), sum("duration"), sum(coalesce(cost::numeric, 0)), array_agg(botlens_bin("duration")), array_agg(1)
        FROM added GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "botlens_llm_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", -count(*), -sum((status = 'success' AND total_tokens = 0)::int), -sum("input_tokens"), -sum("output_tokens"), -sum("total_tokens"), -sum("duration"), -sum(coalesce(cost::numeric, 0)), array_agg(botlens_bin("duration")), array_agg(-1)
        FROM removed GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO "botlens_llm_calls_deltas"("hour", "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "model_name", "status", sum(sign), sum(sign * (status = 'success' AND total_tokens = 0)::int), sum(sign * "input_tokens"), sum(sign * "output_tokens"), sum(sign * "total_tokens"), sum(sign * "duration"), sum(sign * coalesce(cost::numeric, 0)), array_agg(botlens_bin("duration")), array_agg(sign)
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY 1, 2, 3, 4, 5
        HAVING sum(sign) <> 0 OR sum(sign * (status = 'success' AND total_tokens = 0)::int) <> 0 OR sum(sign * "input_tokens") <> 0 OR sum(sign * "output_tokens") <> 0 OR sum(sign * "total_tokens") <> 0 OR sum(sign * "duration") <> 0 OR sum(sign * coalesce(cost::numeric, 0)) <> 0 OR array_agg(botlens_bin("duration") ORDER BY botlens_bin("duration")) FILTER (WHERE sign = -1) IS DISTINCT FROM array_agg(botlens_bin("duration") ORDER BY botlens_bin("duration")) FILTER (WHERE sign = 1);
    ELSE
        TRUNCATE "botlens_llm_calls_deltas", "botlens_llm_calls_rollups", "botlens_llm_calls_sketches";
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_llm_calls_roll_up', current_schema());
END $$;

CREATE TRIGGER "botlens_rows_added" AFTER INSERT ON "monitoring_llm_calls" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_llm_calls_roll_up"();
CREATE TRIGGER "botlens_rows_changed" AFTER UPDATE ON "monitoring_llm_calls" REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_llm_calls_roll_up"();
CREATE TRIGGER "botlens_rows_removed" AFTER DELETE ON "monitoring_llm_calls" REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_llm_calls_roll_up"();
CREATE TRIGGER "botlens_rows_truncated" AFTER TRUNCATE ON "monitoring_llm_calls"
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_llm_calls_roll_up"();

-- What is stored already: the triggers make writers wait until it is there.
WITH hourly AS MATERIALIZED (
  SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "model_name", "status",
    sum(1) AS "row_count", sum((status = 'success' AND total_tokens = 0)::int) AS "zero_token_successes", sum("input_tokens") AS "input_tokens", sum("output_tokens") AS "output_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum(coalesce(cost::numeric, 0)) AS "cost"
  FROM "monitoring_llm_calls" WHERE TRUE GROUP BY 1, 2, 3, 4, 5)
INSERT INTO "botlens_llm_calls_rollups" (grain, period, "bot_id", "pipeline_id", "model_name", "status", "row_count", "zero_token_successes", "input_tokens", "output_tokens", "total_tokens", "duration", "cost")
  SELECT grain, date_trunc(unit, period, 'UTC') AS period, "bot_id", "pipeline_id", "model_name", "status", sum("row_count") AS "row_count", sum("zero_token_successes") AS "zero_token_successes", sum("input_tokens") AS "input_tokens", sum("output_tokens") AS "output_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum("cost") AS "cost"
  FROM hourly CROSS JOIN (VALUES ('hour', 'hour'), ('day', 'day'), ('month', 'month')) AS grains (grain, unit)
  GROUP BY 1, 2, 3, 4, 5, 6
  UNION ALL
  SELECT 'hour_total', period, NULL, NULL, NULL, NULL, sum("row_count") AS "row_count", sum("zero_token_successes") AS "zero_token_successes", sum("input_tokens") AS "input_tokens", sum("output_tokens") AS "output_tokens", sum("total_tokens") AS "total_tokens", sum("duration") AS "duration", sum("cost") AS "cost"
  FROM hourly GROUP BY period;

INSERT INTO "botlens_llm_calls_sketches" (grain, period, "bot_id", "pipeline_id", "model_name", "status", bins, counts)
  SELECT grain, period, "bot_id", "pipeline_id", "model_name", "status", array_agg(bin) AS bins, array_agg(n) AS counts
  FROM (
  SELECT grain, date_trunc(unit, period, 'UTC') AS period, CASE WHEN NOT in_total THEN "bot_id" END AS "bot_id", CASE WHEN NOT in_total THEN "pipeline_id" END AS "pipeline_id", CASE WHEN NOT in_total THEN "model_name" END AS "model_name", CASE WHEN NOT in_total THEN "status" END AS "status", bin, sum(n)::integer AS n
  FROM (
  SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "model_name", "status",
    botlens_bin("duration") AS bin, count(*) AS n
  FROM "monitoring_llm_calls" WHERE TRUE GROUP BY 1, 2, 3, 4, 5, 6) AS hourly CROSS JOIN (VALUES ('hour', 'hour', FALSE), ('hour_total', 'hour', TRUE), ('day', 'day', FALSE), ('day_total', 'day', TRUE), ('month', 'month', FALSE), ('month_total', 'month', TRUE)) AS grains (grain, unit, in_total)
  GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0) AS binned GROUP BY 1, 2, 3, 4, 5, 6;

DROP TRIGGER IF EXISTS "botlens_rows_added" ON "monitoring_tool_calls";
DROP TRIGGER IF EXISTS "botlens_rows_changed" ON "monitoring_tool_calls";
DROP TRIGGER IF EXISTS "botlens_rows_removed" ON "monitoring_tool_calls";
DROP TRIGGER IF EXISTS "botlens_rows_truncated" ON "monitoring_tool_calls";
DROP FUNCTION "botlens_tool_calls_roll_up"();
DROP TABLE IF EXISTS "botlens_tool_calls_deltas", "botlens_tool_calls_rollups", "botlens_tool_calls_sketches";

CREATE TABLE "botlens_tool_calls_deltas" AS
    SELECT date_trunc('hour', "timestamp", 'UTC')::timestamptz(3) AS "hour", "bot_id", "pipeline_id", "tool_name", "tool_source", "status", count(*) AS "row_count", sum("duration") AS "duration", array_agg(botlens_bin("duration")) AS "bins", array_agg(1) AS "counts"
    FROM "monitoring_tool_calls" GROUP BY 1, 2, 3, 4, 5, 6 WITH NO DATA;

CREATE TABLE "botlens_tool_calls_rollups" WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(10) AS "grain", "hour" AS "period", "bot_id", "pipeline_id", "tool_name", "tool_source", "status", "row_count", "duration" FROM "botlens_tool_calls_deltas" WITH NO DATA;

CREATE UNIQUE INDEX "botlens_tool_calls_rollups_key" ON "botlens_tool_calls_rollups"("grain", "period", "bot_id", "pipeline_id", "tool_name", "tool_source", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_tool_calls_rollups_bot_id_idx" ON "botlens_tool_calls_rollups"("bot_id", "grain", "period");

CREATE INDEX "botlens_tool_calls_rollups_pipeline_id_idx" ON "botlens_tool_calls_rollups"("pipeline_id", "grain", "period");

CREATE TABLE "botlens_tool_calls_sketches" WITH (fillfactor = 80) AS
    SELECT 'hour'::varchar(11) AS "grain", "hour" AS "period", "bot_id", "pipeline_id", "tool_name", "tool_source", "status", "bins", "counts" FROM "botlens_tool_calls_deltas" WITH NO DATA;

CREATE UNIQUE INDEX "botlens_tool_calls_sketches_key" ON "botlens_tool_calls_sketches"("grain", "period", "bot_id", "pipeline_id", "tool_name", "tool_source", "status") NULLS NOT DISTINCT;

CREATE INDEX "botlens_tool_calls_sketches_bot_id_idx" ON "botlens_tool_calls_sketches"("bot_id", "grain", "period");

CREATE INDEX "botlens_tool_calls_sketches_pipeline_id_idx" ON "botlens_tool_calls_sketches"("pipeline_id", "grain", "period");

CREATE OR REPLACE FUNCTION "botlens_tool_calls_roll_up"() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "botlens_tool_calls_deltas"("hour", "bot_id", "pipeline_id", "tool_name", "tool_source", "status", "row_count", "duration", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "tool_name", "tool_source", "status", count(*), sum("duration"), array_agg(botlens_bin("duration")), array_agg(1)
        FROM added GROUP BY 1, 2, 3, 4, 5, 6;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO "botlens_tool_calls_deltas"("hour", "bot_id", "pipeline_id", "tool_name", "tool_source", "status", "row_count", "duration", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "tool_name", "tool_source", "status", -count(*), -sum("duration"), array_agg(botlens_bin("duration")), array_agg(-1)
        FROM removed GROUP BY 1, 2, 3, 4, 5, 6;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO "botlens_tool_calls_deltas"("hour", "bot_id", "pipeline_id", "tool_name", "tool_source", "status", "row_count", "duration", bins, counts)
        SELECT date_trunc('hour', "timestamp", 'UTC'), "bot_id", "pipeline_id", "tool_name", "tool_source", "status", sum(sign), sum(sign * "duration"), array_agg(botlens_bin("duration")), array_agg(sign)
        FROM (SELECT -1 AS sign, * FROM removed UNION ALL SELECT 1, * FROM added) AS changed
        GROUP BY 1, 2, 3, 4, 5, 6
        HAVING sum(sign) <> 0 OR sum(sign * "duration") <> 0 OR array_agg(botlens_bin("duration") ORDER BY botlens_bin("duration")) FILTER (WHERE sign = -1) IS DISTINCT FROM array_agg(botlens_bin("duration") ORDER BY botlens_bin("duration")) FILTER (WHERE sign = 1);
    ELSE
        TRUNCATE "botlens_tool_calls_deltas", "botlens_tool_calls_rollups", "botlens_tool_calls_sketches";
    END IF;
    RETURN NULL;
END $$;

-- Temporary tables of the writer's session come last, and take no table's place.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', 'botlens_tool_calls_roll_up', current_schema());
END $$;

CREATE TRIGGER "botlens_rows_added" AFTER INSERT ON "monitoring_tool_calls" REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_tool_calls_roll_up"();
CREATE TRIGGER "botlens_rows_changed" AFTER UPDATE ON "monitoring_tool_calls" REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_tool_calls_roll_up"();
CREATE TRIGGER "botlens_rows_removed" AFTER DELETE ON "monitoring_tool_calls" REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_tool_calls_roll_up"();
CREATE TRIGGER "botlens_rows_truncated" AFTER TRUNCATE ON "monitoring_tool_calls"
    FOR EACH STATEMENT EXECUTE FUNCTION "botlens_tool_calls_roll_up"();

-- What is stored already: the triggers make writers wait until it is there.
WITH hourly AS MATERIALIZED (
  SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "tool_name", "tool_source", "status",
    sum(1) AS "row_count", sum("duration") AS "duration"
  FROM "monitoring_tool_calls" WHERE TRUE GROUP BY 1, 2, 3, 4, 5, 6)
INSERT INTO "botlens_tool_calls_rollups" (grain, period, "bot_id", "pipeline_id", "tool_name", "tool_source", "status", "row_count", "duration")
  SELECT grain, date_trunc(unit, period, 'UTC') AS period, "bot_id", "pipeline_id", "tool_name", "tool_source", "status", sum("row_count") AS "row_count", sum("duration") AS "duration"
  FROM hourly CROSS JOIN (VALUES ('hour', 'hour'), ('day', 'day'), ('month', 'month')) AS grains (grain, unit)
  GROUP BY 1, 2, 3, 4, 5, 6, 7
  UNION ALL
  SELECT 'hour_total', period, NULL, NULL, NULL, NULL, NULL, sum("row_count") AS "row_count", sum("duration") AS "duration"
  FROM hourly GROUP BY period;

INSERT INTO "botlens_tool_calls_sketches" (grain, period, "bot_id", "pipeline_id", "tool_name", "tool_source", "status", bins, counts)
  SELECT grain, period, "bot_id", "pipeline_id", "tool_name", "tool_source", "status", array_agg(bin) AS bins, array_agg(n) AS counts
  FROM (
  SELECT grain, date_trunc(unit, period, 'UTC') AS period, CASE WHEN NOT in_total THEN "bot_id" END AS "bot_id", CASE WHEN NOT in_total THEN "pipeline_id" END AS "pipeline_id", CASE WHEN NOT in_total THEN "tool_name" END AS "tool_name", CASE WHEN NOT in_total THEN "tool_source" END AS "tool_source", CASE WHEN NOT in_total THEN "status" END AS "status", bin, sum(n)::integer AS n
  FROM (
  SELECT date_trunc('hour', "timestamp", 'UTC') AS period, "bot_id", "pipeline_id", "tool_name", "tool_source", "status",
    botlens_bin("duration") AS bin, count(*) AS n
  FROM "monitoring_tool_calls" WHERE TRUE GROUP BY 1, 2, 3, 4, 5, 6, 7) AS hourly CROSS JOIN (VALUES ('hour', 'hour', FALSE), ('hour_total', 'hour', TRUE), ('day', 'day', FALSE), ('day_total', 'day', TRUE), ('month', 'month', FALSE), ('month_total', 'month', TRUE)) AS grains (grain, unit, in_total)
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) <> 0) AS binned GROUP BY 1, 2, 3, 4, 5, 6, 7;
